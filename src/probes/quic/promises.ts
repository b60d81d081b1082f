import type { ProbeResult } from '../../core/probe.ts';
import type { Target } from '../../core/target.ts';
import { readAltSvc } from '../../net/http/alt-svc.ts';
import type { HttpFacts } from '../http.ts';
import type { ServiceBindingFacts } from '../service-binding.ts';

/** A place where HTTP/3 is said to be spoken, and where it was said. */
export type Promised = {
  readonly source: 'Alt-Svc' | 'HTTPS record';
  /** What was said, as it came. */
  readonly said: string;
  /** Null: the host of the target. */
  readonly host: string | null;
  readonly port: number;
};

/** RFC 9114 §3.1.1: drafts had names of their own, which no client of today takes. */
const protocol = 'h3';
const mostPromises = 2;

/** Each place once, as its first source names it. */
export function promisesIn(
  http: ProbeResult<HttpFacts>,
  services: ProbeResult<ServiceBindingFacts>,
  target: Target,
): readonly Promised[] {
  const all = [...byHeader(http), ...byRecord(services)].map((promised) => ({
    ...promised,
    host: promised.host === target.host ? null : promised.host,
  }));
  const places = new Map(all.toReversed().map((promised) => [`${promised.host}:${promised.port}`, promised]));
  return [...places.values()].toReversed().slice(0, mostPromises);
}

/** RFC 7838 §3: what an origin says of itself; those it redirects to speak for themselves. */
function byHeader(http: ProbeResult<HttpFacts>): readonly Promised[] {
  const hops = http.status === 'skipped' ? [] : (http.facts?.hops ?? []);
  const origin = hops[0] === undefined ? null : URL.parse(hops[0].url)?.origin;
  const own = hops.filter(({ url }) => URL.parse(url)?.origin === origin);
  const said = own.findLast(({ headers }) => headers['alt-svc'] !== undefined)?.headers['alt-svc'];
  const read = said === undefined ? null : readAltSvc(said);
  if (said === undefined || read === null || read.kind === 'clear') return [];
  return read.services
    .filter((service) => service.protocol === protocol && service.maxAgeSeconds > 0)
    .map(({ host, port }) => ({ source: 'Alt-Svc', said, host, port }));
}

/** RFC 9460 §7.1; AliasMode promises nothing, and clients drop a record that is malformed. */
function byRecord(services: ProbeResult<ServiceBindingFacts>): readonly Promised[] {
  const records = services.status === 'skipped' ? [] : (services.facts?.records ?? []);
  return records.flatMap(({ binding, endpoint }) => {
    const counts = binding.priority > 0 && binding.faults.length === 0 && endpoint.resolves;
    if (!counts || !binding.alpn.includes(protocol)) return [];
    const said = `${binding.priority} ${binding.target} alpn=${binding.alpn.join(',')}`;
    return [{ source: 'HTTPS record', said, host: endpoint.name, port: endpoint.port } as const];
  });
}
