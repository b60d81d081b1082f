import type { Diagnosis } from '../core/diagnosis.ts';
import { factsIn } from './diagnosis/facts.ts';

/** What can be counted of one look; null: it was not seen. Times in milliseconds. */
export type Measures = {
  readonly lookupMs: number | null;
  readonly addresses: number | null;
  readonly openAddresses: number | null;
  /** Of the address that answered first in order: 4 or 6. */
  readonly family: 4 | 6 | null;
  /** As OpenSSL calls it: "TLSv1.3". */
  readonly tlsVersion: string | null;
  readonly firstEnd: Date | null;
  /** Of the last response, after redirects. */
  readonly httpStatus: number | null;
  readonly redirects: number | null;
};

export function measuresOf(diagnosis: Diagnosis): Measures {
  const factsOf = factsIn(diagnosis);
  const [dns, tcp, tls, http] = [factsOf('dns'), factsOf('tcp'), factsOf('tls'), factsOf('http')];
  const open = tcp?.open[0];
  const sessions = (tls?.addresses ?? []).flatMap(({ handshake }) =>
    handshake.kind === 'completed' ? [handshake.session] : [],
  );
  const ends = diagnosis.certificates.map(({ notAfter }) => notAfter.getTime()).filter(Number.isFinite);
  const hops = (http?.hops ?? []).filter(({ status }) => status !== null);
  return {
    lookupMs:
      dns === null ? null : (diagnosis.results.find(({ probe }) => probe === 'dns')?.elapsedMs ?? null),
    addresses: dns?.addresses.length ?? null,
    openAddresses: tcp?.open.length ?? null,
    family: open?.family ?? null,
    tlsVersion: sessions[0]?.protocol ?? null,
    firstEnd: ends.length === 0 ? null : new Date(Math.min(...ends)),
    httpStatus: hops.at(-1)?.status ?? null,
    redirects: http === null || http.hops.length === 0 ? null : http.hops.length - 1,
  };
}
