import type { Evidence, Observation } from '../../../core/finding.ts';
import type { Target } from '../../../core/target.ts';
import { msText } from '../../../core/text/time-text.ts';
import type { HttpFacts, HttpFailure, HttpHop } from '../../../probes/http.ts';
import type { HttpAddressesFacts } from '../../../probes/http-addresses.ts';
import type { TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { curlPinned } from '../../commands/curl.ts';
import { evidence } from '../evidence.ts';
import { hangsUpOnClient } from '../tls/client-certificates.ts';
import { clientCertificateRejected } from '../tls/failures.ts';
import { onlySomeFail } from './by-address.ts';

/** The first request of a look, or the one a redirect led to. */
export type FailedRequest = {
  readonly hop: HttpHop;
  readonly failure: HttpFailure;
  readonly redirected: boolean;
};

/** What the rules about an answer that never came read. */
export type RequestFacts = {
  readonly http: HttpFacts;
  readonly tls: TlsFacts | null;
  readonly others: HttpAddressesFacts | null;
};

/**
 * How the last request ended without a response; null when there was one, when TLS has told why already, and when
 * other addresses answer: then http/addresses-differ tells it.
 */
export function failedRequest(
  { http, tls, others }: RequestFacts,
  target: Pick<Target, 'expected'>,
): FailedRequest | null {
  if (http.hops.length === 1 && onlySomeFail(http, others, target)) return null;
  const hop = http.hops.at(-1);
  if (http.end.kind !== 'failed' || hop === undefined || clientCertificateRejected(tls)) return null;
  if (tls !== null && hangsUpOnClient(tls, http)) return null;
  const { failure } = http.end;
  // Failing to look up where a redirect leads is told of the hop that sent us there.
  return { hop, failure, redirected: http.hops.length > 1 || failure.kind === 'resolve' };
}

/** The finding when the last request failed in this way. */
export function requestFailed(
  facts: RequestFacts,
  target: Pick<Target, 'expected'>,
  kind: HttpFailure['kind'],
  title: (where: string) => string,
): readonly Observation[] {
  const failed = failedRequest(facts, target);
  if (failed === null || failed.failure.kind !== kind) return [];
  const { hop, failure, redirected } = failed;
  return [
    {
      title: title(redirected ? 'the server a redirect leads to' : 'the server'),
      evidence: [...hopEvidence(hop), ...failureEvidence(failure), ...wayEvidence(facts.http)],
      reproduce: curlPinned(hop.url, hop.address, '-m 10'),
    },
  ];
}

export function hopEvidence({ url, address, status, elapsedMs }: HttpHop): readonly Evidence[] {
  return [
    evidence('URL', url),
    evidence('address', address),
    ...(status === null ? [] : [evidence('status', String(status))]),
    evidence('after', msText(elapsedMs)),
  ];
}

export function failureEvidence({ message, errorCode }: HttpFailure): readonly Evidence[] {
  return [evidence('what happened', message), ...(errorCode === null ? [] : [evidence('code', errorCode)])];
}

/** The redirects before the last request, if any. */
export function wayEvidence({ hops }: HttpFacts): readonly Evidence[] {
  return hops
    .slice(0, -1)
    .map(({ url, status, headers }) =>
      evidence(`${status ?? 'no answer'} from ${url}`, `to ${headers.location ?? 'nowhere'}`),
    );
}
