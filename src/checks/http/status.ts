import { defineCheck } from '../../core/check.ts';
import type { Blame, Observation, Severity } from '../../core/finding.ts';
import { isExpectedStatus } from '../../core/target/expected.ts';
import type { Target } from '../../core/target.ts';
import { type HttpHop, httpProbe } from '../../probes/http.ts';
import { httpAddressesProbe } from '../../probes/http-addresses.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { curlPinned } from '../commands/curl.ts';
import { evidence } from '../reading/evidence.ts';
import { onlySomeFail } from '../reading/http/by-address.ts';
import { cloudflareError } from '../reading/http/cloudflare-errors.ts';
import { hopEvidence, wayEvidence } from '../reading/http/end.ts';
import { type HopsSeen, hopsSeen } from '../reading/http/hops.ts';
import { statusEvidence } from '../reading/http/status-evidence.ts';
import { statusFix, statusMeaning } from '../reading/http/statuses.ts';
import { turnedAway } from '../reading/tls/client-certificates.ts';
import { sessionsOf } from '../reading/tls/failures.ts';

export const httpStatus = defineCheck({
  id: 'http/status',
  severity: 'error',
  blame: 'target',
  title: 'The server answers with an error',
  explanation:
    'The server is reached and trusted, and answers a plain GET with a status that is not success. A 5xx is a fault of the server or of what stands behind it. Most 4xx on a bare path are normal for an API: it answers, it only wants a login, another path or another method. With status: in the question, that status and no other is right.',
  fix: 'Read the log of the server for this request. The status says where to look: 502 to 504 and 52x at what stands behind the web server, 500 at the application, 401 and 403 at permissions, 404 at the path.',
  citation: 'RFC 9110 §15',
  reads: { http: httpProbe },
  mayRead: { tls: tlsProbe, others: httpAddressesProbe },
  judge({ http, tls, others }, { target, now }): readonly Observation[] {
    const hop = http.hops.at(-1);
    if (http.end.kind !== 'response' || hop?.status == null || isRight(hop.status, target)) return [];
    // Told by http/addresses-differ: not every client meets this answer.
    if (http.hops.length === 1 && onlySomeFail(http, others, target)) return [];
    const { status } = hop;
    // nginx says so with a 400: told by the rules about client certificates.
    if (status < 500 && tls !== null && http.hops.length === 1 && turnedAway(tls, http).length > 0) return [];
    const seen = hopsSeen(hop);
    const asked = (tls === null ? [] : sessionsOf(tls)).some(
      ({ address, session }) => address === hop.address && session.clientCertificate.requested,
    );
    return [
      {
        severity: severityOf(status, target),
        blame: blameOf(hop, seen),
        title: titleOf(status, target, seen),
        explanation: explanationOf(status, target, seen),
        fix: fixOf(hop, seen),
        evidence: [
          ...hopEvidence(hop),
          ...statusEvidence(hop, seen, now),
          ...(asked ? [evidence('client certificate', 'asked for, none given')] : []),
          ...wayEvidence(http),
        ],
        reproduce: curlPinned(hop.url, hop.address),
      },
    ];
  },
});

function isRight(status: number, { expected }: Target): boolean {
  return expected?.status === undefined ? status < 400 : isExpectedStatus(expected.status, status);
}

/**
 * 5xx: nobody is served. 407, 421, 429, 431: clients that do everything right are turned away, as they are by anything
 * else than what was asked for. Else a plain GET is answered properly.
 */
function severityOf(status: number, { expected }: Target): Severity {
  if (status >= 500) return 'fatal';
  return expected?.status !== undefined || [407, 421, 429, 431].includes(status) ? 'error' : 'notice';
}

function blameOf({ status, url, errorText }: HttpHop, { maker }: HopsSeen): Blame {
  const encrypted = url.startsWith('https:');
  // RFC 6585 §6: origin servers do not send it. Inside TLS that was trusted, nobody else can.
  if (status === 511 && !encrypted) return 'our-vantage';
  if (status === 407 && !encrypted) return 'network-path';
  if (maker?.signature.kind === 'forward-proxy') return encrypted ? 'target' : 'network-path';
  // Its own failure: what it says of the origin has other numbers.
  const own = status === 500 && maker?.signature.kind === 'cdn' && cloudflareError(errorText) === null;
  return own ? 'third-party' : 'target';
}

function titleOf(status: number, { expected }: Target, { maker }: HopsSeen): string {
  const said = maker === null ? 'The server' : maker.signature.name;
  if (expected?.status !== undefined && status < 400)
    return `The server answers ${status}, and ${expected.status} was expected`;
  return `${said} answers ${status}: ${statusMeaning(status)}`;
}

function explanationOf(status: number, target: Target, { maker }: HopsSeen): string {
  const wanted =
    target.expected?.status === undefined ? '' : `The status was expected to be ${target.expected.status}. `;
  if (status < 400) return `${wanted}Connection, TLS and certificate work, and the answer is another one.`;
  const made =
    maker === null ? '' : ` The answer was made by ${maker.signature.name} (${maker.mark.slice(0, 80)}).`;
  const means = `${wanted}The status means: ${statusMeaning(status)}.${made}`;
  if (status >= 500)
    return `${means} Connection, TLS and certificate work; the fault lies with the server or what stands behind it, and clients get no content.`;
  if (severityOf(status, target) === 'error')
    return `${means} Connection, TLS and certificate work, and clients that do nothing wrong are turned away.`;
  return `${means} Connection, TLS and certificate work and the server is answering. For an API asked without a login or at a bare path this is normal; status:${status} says that it is meant.`;
}

function fixOf(hop: HttpHop, { maker }: HopsSeen): string {
  const status = hop.status ?? 0;
  if (status < 400) return 'Correct the path or the rule that answers there, or the status that is expected.';
  const ofCloudflare = maker?.signature.name === 'Cloudflare' ? cloudflareError(hop.errorText) : null;
  if (ofCloudflare !== null)
    return `Cloudflare error ${ofCloudflare.code}: ${ofCloudflare.meaning}. ${ofCloudflare.fix}`;
  // What a web server's log is searched for is trouble with what stands behind it, and none of that made a 4xx.
  const own = maker?.signature.kind === 'server' && status < 500;
  const where = maker === null || own ? '' : ` Look at ${maker.signature.look}.`;
  return `${statusFix(status)}${where}`;
}
