import type { Family } from '../core/series.ts';
import { hostPort, parseTarget, type Target } from '../core/target.ts';
import { factsIn } from '../diagnose/facts-in.ts';
import type { HttpFacts, HttpHop } from '../probes/http.ts';
import { addressGauges } from './address-gauges.ts';
import { gauge, phases } from './gauges.ts';
import { chooseAddress, climbs, type Looking, look, readTarget } from './looking.ts';
import type { Prober } from './prober.ts';
import { tlsGauges } from './tls-gauges.ts';

/** A GET that follows redirects and wants a 2xx in the end. */
export const probeHttp: Prober = async ({ target: typed, hostname }, looking) => {
  const target = readTarget(/^https?:\/\//i.test(typed) ? typed : `http://${typed}`, looking);
  if (target === null) return { success: false, families: httpGauges({}, null) };
  const chosen = await chooseAddress(target, looking);
  const { address } = chosen;
  if (address === null)
    return {
      success: false,
      families: [...addressGauges(chosen), ...httpGauges({ resolve: chosen.lookupMs }, null)],
    };
  const asked = hostname === null ? target : readTarget(renamed(target, hostname), looking);
  if (asked === null)
    return {
      success: false,
      families: [...addressGauges(chosen), ...httpGauges(phasesOf(chosen.lookupMs, []), null)],
    };
  const results = await look({ ...asked, address: address.ip }, climbs.http, looking);
  const facts = factsIn(results, 'http') ?? null;
  const last = facts?.hops.at(-1);
  const secured = last === undefined ? results : await lastSecured(asked, results, last, looking);
  return {
    success: facts !== null && isSuccess(facts),
    families: [
      ...addressGauges(chosen),
      ...httpGauges(phasesOf(chosen.lookupMs, facts?.hops ?? []), facts),
      ...(facts === null ? [] : tlsGauges(secured, looking.engine.world.now())),
    ],
  };
};

function renamed({ scheme, port, path }: Target, hostname: string): string {
  return `${scheme}://${hostPort(hostname, port)}${path}`;
}

/** The certificate that counts is that of where the redirects led, at the address that answered there. */
async function lastSecured(
  asked: Target,
  results: Awaited<ReturnType<typeof look>>,
  { url, address }: HttpHop,
  looking: Looking,
): ReturnType<typeof look> {
  const end = new URL(url);
  if (end.origin === new URL(`${asked.scheme}://${hostPort(asked.host, asked.port)}`).origin) return results;
  if (end.protocol !== 'https:') return [];
  const ip = address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return look({ ...parseTarget(end.href), address: ip }, climbs.tls, looking);
}

function isSuccess({ end, hops }: HttpFacts): boolean {
  const last = hops.at(-1);
  const { status = null, bodyFailure = null } = last ?? {};
  return end.kind === 'response' && status !== null && status >= 200 && status < 300 && bodyFailure === null;
}

/** All of them whatever happened, at 0 where it never came so far. */
function httpGauges(byPhase: Readonly<Record<string, number>>, facts: HttpFacts | null): readonly Family[] {
  const hops = facts?.hops ?? [];
  // Go gives back the last redirect where it follows no further.
  const isTold =
    facts !== null && ['response', 'redirect-loop', 'too-many-redirects'].includes(facts.end.kind);
  const last = isTold ? hops.at(-1) : undefined;
  const changed = Date.parse(last?.headers['last-modified'] ?? '');
  return [
    gauge('probe_failed_due_to_regex', false),
    phases('probe_http_duration_seconds', byPhase),
    gauge('probe_http_status_code', last?.status ?? 0),
    gauge('probe_http_content_length', last === undefined ? 0 : contentLength(last)),
    gauge('probe_http_uncompressed_body_length', last === undefined ? 0 : bodyLength(last)),
    gauge('probe_http_redirects', Math.max(0, hops.length - 1)),
    gauge('probe_http_ssl', last?.url.startsWith('https:') ?? false),
    gauge('probe_http_version', last === undefined ? 0 : Number(last.protocol.slice('HTTP/'.length))),
    ...(Number.isNaN(changed) ? [] : [gauge('probe_http_last_modified_timestamp_seconds', changed / 1000)]),
  ];
}

/** In milliseconds, of all hops together. */
function phasesOf(lookupMs: number, hops: readonly HttpHop[]): Readonly<Record<string, number>> {
  const sum = (phase: 'connectMs' | 'tlsMs' | 'firstByteMs' | 'bodyMs') =>
    hops.reduce((total, hop) => total + (hop.phases[phase] ?? 0), 0);
  return {
    connect: sum('connectMs'),
    processing: sum('firstByteMs'),
    resolve: lookupMs,
    tls: sum('tlsMs'),
    transfer: sum('bodyMs'),
  };
}

/** As Go has it: -1 where the length was not said. */
function contentLength({ headers, status }: HttpHop): number {
  const said = headers['content-length'];
  if (said !== undefined && /^\d+$/.test(said)) return Number(said);
  return status === 204 ? 0 : -1;
}

/** Of a body that is longer than we read the length is told that was said. */
function bodyLength(hop: HttpHop): number {
  return hop.bodyComplete ? hop.bodyBytes : Math.max(hop.bodyBytes, contentLength(hop));
}
