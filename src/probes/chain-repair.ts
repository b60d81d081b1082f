import { fetchBounded } from '../net/fetch-bounded.ts';
import type { Certificate } from '../pki/certificate/certificate.ts';
import { parseCertificate } from '../pki/certificate/parse-certificate.ts';
import { readPem } from '../pki/files/pem.ts';
import { findPath } from '../pki/path/path.ts';
import { isSignedBy } from '../pki/path/verify-signature.ts';
import type { Repair } from './chain.ts';
import type { ProbeContext } from './probe.ts';

const mostSteps = 4;
const mostBytes = 64 * 1024;
const perFetchMs = 3000;

export type BrokenChain = {
  readonly leaf: Certificate;
  readonly sent: readonly Certificate[];
  /** The certificate whose issuer nobody sent. */
  readonly missing: Certificate;
};

/**
 * Does what browsers do and curl, Java and Go do not: fetches the missing issuer from the certificate's own AIA
 * caIssuers URL (RFC 5280 §4.2.2.1), upwards until the path verifies. Each URL passes the address policy.
 */
export async function repairChain(chain: BrokenChain, context: ProbeContext): Promise<Repair> {
  const added: Certificate[] = [];
  const urls: string[] = [];
  let missing = chain.missing;
  for (let step = 0; step < mostSteps; step += 1) {
    const url = missing.issuerUrls[0];
    if (url === undefined) return added.length === 0 ? { outcome: 'no-url', of: missing } : stillBroken();
    const fetched = await fetchIssuer(url, missing, context);
    if ('reason' in fetched) return { outcome: 'fetch-failed', url, reason: fetched.reason };
    added.push(fetched.issuer);
    urls.push(url);
    const result = search();
    if (result.trusted) return { outcome: 'repaired', added, urls, path: result.path };
    if (result.problem.kind !== 'issuer-missing') return stillBroken();
    missing = result.problem.of;
  }
  return stillBroken();

  function search() {
    const { leaf, sent } = chain;
    return findPath({ leaf, sent: [...sent, ...added], store: context.trust, now: context.now() });
  }
  function stillBroken(): Repair {
    const result = search();
    if (result.trusted) return { outcome: 'repaired', added, urls, path: result.path };
    return { outcome: 'still-broken', added, problem: result.problem };
  }
}

type Fetched = { readonly issuer: Certificate } | { readonly reason: string };

async function fetchIssuer(url: string, child: Certificate, context: ProbeContext): Promise<Fetched> {
  const answer = await fetchBounded(url, {
    network: context.network,
    signal: context.signal,
    timeoutMs: context.budgetMs(perFetchMs),
    maxBytes: mostBytes,
  });
  if (!answer.fetched) return { reason: answer.reason };
  for (const der of certificatesIn(answer.bytes)) {
    const read = parseCertificate(der);
    if ('unreadable' in read) continue;
    if (read.subject.raw === child.issuer.raw && isSignedBy(child, read)) return { issuer: read };
  }
  return { reason: 'what it serves is not the issuer' };
}

/** DER by RFC 5280; some servers send PEM. */
function certificatesIn(body: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(body).toString('latin1');
  return text.includes('-----BEGIN') ? readPem(text) : [body];
}
