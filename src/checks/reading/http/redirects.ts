import type { HttpFacts, HttpHop } from '../../../probes/http.ts';

export type Redirect = { readonly hop: HttpHop; readonly from: URL; readonly to: URL };

/** RFC 9110 §15.4: the statuses by which a server sends a client elsewhere. */
const redirecting = new Set([301, 302, 303, 307, 308]);

export function isRedirecting({ status }: HttpHop): boolean {
  return status !== null && redirecting.has(status);
}

/** Every redirect that was answered, whether it was followed or not. */
export function redirectsOf({ hops }: HttpFacts): readonly Redirect[] {
  return hops.flatMap((hop) => {
    const from = URL.parse(hop.url);
    const to = from === null ? null : URL.parse(hop.headers.location ?? '', from.href);
    const sent = isRedirecting(hop) && hop.headers.location !== undefined;
    return sent && from !== null && to !== null ? [{ hop, from, to }] : [];
  });
}
