import { createHash } from 'node:crypto';
import type { FetchOutcome } from '../../net/http/fetch-bounded.ts';
import { judgeOcsp } from '../../pki/revocation/ocsp/judge-ocsp.ts';
import type { OcspAnswer } from '../../pki/revocation/ocsp/ocsp-answer.ts';
import { ocspGetUrl, ocspRequest } from '../../pki/revocation/ocsp/ocsp-request.ts';
import { readOcspResponse } from '../../pki/revocation/ocsp/read-ocsp.ts';
import { fetchShared } from '../fetch-shared.ts';
import type { ProbeContext } from '../probe.ts';
import { createRecentFailures } from './recent-failures.ts';
import type { OcspReport } from './revocation-facts.ts';
import { askable, keptUntil, type RevocationQuestion, spend, unreachable } from './revocation-question.ts';

type Said = OcspReport['said'];

const failures = createRecentFailures<Said>();
const mostResponders = 2;
const mostBytes = 64 * 1024;

/** Asks the responders a certificate names, the second only when the first gave no answer that counts. */
export async function askOcsp(
  question: RevocationQuestion,
  context: ProbeContext,
): Promise<readonly OcspReport[]> {
  const reports: OcspReport[] = [];
  const urls = askable(question.certificate.ocspUrls).slice(0, mostResponders);
  if (urls.length === 0) return reports;
  const request = ocspRequest(question.certificate, question.issuer);
  for (const url of urls) {
    const report = await askResponder(url, request, question, context);
    if (report === null) break;
    reports.push(report);
    if (report.said.kind === 'good' || report.said.kind === 'revoked') break;
  }
  return reports;
}

/** Null when no further fetch is allowed. */
async function askResponder(
  url: string,
  request: Uint8Array,
  question: RevocationQuestion,
  context: ProbeContext,
): Promise<OcspReport | null> {
  const { cache, now } = context;
  const key = `ocsp ${createHash('sha256').update(request).update(url).digest('hex')}`;
  const asked = ocspGetUrl(url, request);
  const report = (said: Said, cached: boolean): OcspReport => ({
    source: 'ocsp',
    at: url,
    asked,
    cached,
    said,
  });
  const kept = await cache.get(key);
  if (kept !== null) {
    // Judged anew: its time may be over, and nothing is good for having been kept.
    const said = saidBy(judge(kept, question, context));
    if (isAnswer(said)) return report(said, true);
  }
  const failed = failures.find(key, context);
  if (failed !== null) return report(failed, true);
  if (!spend(question.allowance)) return null;
  const grantedMs = question.allowance.leftMs();
  const fetched = await fetchResponse(url, key, request, question, context);
  if (!fetched.fetched) {
    const said = unreachable(fetched, grantedMs);
    if (said.trouble !== 'left') failures.remember(key, said, context);
    return report(said, false);
  }
  const answer = judge(fetched.bytes, question, context);
  if (answer.kind === 'good' || answer.kind === 'revoked') {
    await cache.put(key, fetched.bytes, keptUntil(answer.nextUpdate, now()));
    return report(saidBy(answer), false);
  }
  const said = otherContent(fetched, answer) ?? saidBy(answer);
  failures.remember(key, said, context);
  return report(said, false);
}

/** GET first, as caches want it (RFC 5019 §5); those who do not understand it are asked by POST. */
async function fetchResponse(
  responder: string,
  key: string,
  request: Uint8Array,
  { allowance }: RevocationQuestion,
  context: ProbeContext,
): Promise<FetchOutcome> {
  const common = { maxBytes: mostBytes, accept: 'application/ocsp-response' };
  const url = ocspGetUrl(responder, request);
  if (url !== null) {
    const got = await fetchShared({ ...common, key, url, timeoutMs: allowance.leftMs() }, context);
    if (!isLostOn(got) || !spend(allowance)) return got;
  }
  const post = { url: responder, body: request, contentType: 'application/ocsp-request', key: `${key} POST` };
  return fetchShared({ ...common, ...post, timeoutMs: allowance.leftMs() }, context);
}

/** Wrong method or path, and what those who read the body only make of an empty one. */
function isLostOn(got: FetchOutcome): boolean {
  if (!got.fetched) return got.status !== null && [400, 404, 405, 414, 501].includes(got.status);
  const read = readOcspResponse(got.bytes);
  return read.kind === 'malformed' || (read.kind === 'error' && read.status === 'malformedRequest');
}

function judge(
  response: Uint8Array,
  { certificate, issuer }: RevocationQuestion,
  { now }: ProbeContext,
): OcspAnswer {
  return judgeOcsp({ response, certificate, issuer, now: now() });
}

export function saidBy(answer: OcspAnswer): Said {
  switch (answer.kind) {
    case 'good':
      return { kind: 'good', until: answer.nextUpdate, notes: answer.notes };
    case 'revoked': {
      const { at, reason, nextUpdate: until, notes } = answer;
      return { kind: 'revoked', at, reason, until, notes };
    }
    case 'unknown':
      return { kind: 'unknown' };
    case 'failed':
      return { kind: 'refused', failure: answer.failure };
  }
}

function isAnswer({ kind }: Said): boolean {
  return kind === 'good' || kind === 'revoked';
}

/** A log-in page, an error page, an empty body: not a broken response but none at all. */
function otherContent(fetched: Extract<FetchOutcome, { fetched: true }>, answer: OcspAnswer): Said | null {
  if (answer.kind !== 'failed' || answer.failure.kind !== 'malformed') return null;
  const type = (fetched.headers['content-type'] ?? '').split(';')[0]?.trim().slice(0, 60) ?? '';
  if (fetched.bytes.length > 0 && (type === '' || type === 'application/ocsp-response')) return null;
  const what = fetched.bytes.length === 0 ? 'an empty body' : `${type}`;
  const reason = `It answered with ${what} where an OCSP response was wanted.`;
  return { kind: 'unreachable', trouble: 'other', status: 200, reason };
}
