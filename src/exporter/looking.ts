import { UserError } from '../core/errors.ts';
import type { AnyProbe, ProbeResult } from '../core/probe.ts';
import { parseTarget, type Target, targetText } from '../core/target.ts';
import { createDiagnose, type Engine } from '../diagnose/diagnose.ts';
import { factsIn } from '../diagnose/facts-in.ts';
import type { AllowedAddress } from '../net/policy.ts';
import { chainProbe } from '../probes/chain.ts';
import { dnsProbe } from '../probes/dns.ts';
import { httpProbe } from '../probes/http.ts';
import { reachProbe } from '../probes/reach.ts';
import { tcpProbe } from '../probes/tcp.ts';
import { tlsProbe } from '../probes/tls.ts';

/** Probes alone, no rules: what a monitor of its own judges. */
export type LookingEngine = Pick<Engine, 'world' | 'stopwatch' | 'clients'>;

/** One request: how it looks, until when, and what was said on the way. */
export type Looking = {
  readonly engine: LookingEngine;
  readonly signal: AbortSignal;
  /** Milliseconds left. */
  leftMs(): number;
  say(line: string): void;
};

export const climbs = {
  name: [dnsProbe, reachProbe],
  tcp: [dnsProbe, reachProbe, tcpProbe],
  tls: [dnsProbe, reachProbe, tcpProbe, tlsProbe, chainProbe],
  http: [dnsProbe, reachProbe, tcpProbe, tlsProbe, chainProbe, httpProbe],
} as const satisfies Record<string, readonly AnyProbe[]>;

export async function look(
  target: Target,
  probes: readonly AnyProbe[],
  { engine, signal, leftMs, say }: Looking,
): Promise<readonly ProbeResult[]> {
  const diagnose = createDiagnose({ ...engine, probes, checks: [], deadlineMs: leftMs() });
  const { results } = await diagnose(target, { depth: 'all', signal });
  for (const result of results) say(lineOf(target, result));
  return results;
}

function lineOf(target: Target, result: ProbeResult): string {
  const why =
    result.status === 'failed'
      ? ` message=${JSON.stringify(result.message)}`
      : result.status === 'skipped'
        ? ` because=${JSON.stringify(result.because)}`
        : '';
  return `target=${JSON.stringify(targetText(target))} probe=${result.probe} status=${result.status} ms=${result.elapsedMs}${why}`;
}

/** What the scrape configuration calls a target; null, and said, where it is none. */
export function readTarget(typed: string, { say }: Looking): Target | null {
  try {
    return parseTarget(typed);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    say(`message=${JSON.stringify(thrown.message)}`);
    return null;
  }
}

export type Chosen = {
  readonly lookupMs: number;
  /** Null: the name has none, or the address policy refuses all of them. */
  readonly address: AllowedAddress | null;
};

/** One address as the exporter chooses it unless told otherwise: IPv6 where there is any, else IPv4. */
export async function chooseAddress(target: Target, looking: Looking): Promise<Chosen> {
  const results = await look(target, climbs.name, looking);
  const allowed = factsIn(results, 'reach')?.allowed ?? [];
  return {
    lookupMs: results.find(({ probe }) => probe === 'dns')?.elapsedMs ?? 0,
    address: allowed.find(({ family }) => family === 6) ?? allowed[0] ?? null,
  };
}

export function isOk(results: readonly ProbeResult[], probe: string): boolean {
  return results.find((result) => result.probe === probe)?.status === 'ok';
}
