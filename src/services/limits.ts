import { createLimiter } from '../access/buckets.ts';
import { costOf, targetsOf } from '../access/cost.ts';
import type { AskedRun, Refused } from '../core/access/gate.ts';
import { UserError } from '../core/errors.ts';
import type { ProbeResult } from '../core/probe.ts';
import type { CommandServices, Diagnose } from '../core/services.ts';
import { durationText } from '../core/text/duration.ts';

export type Limits = {
  /** Null: it was within the limits, and counts. */
  spend(asked: AskedRun): Refused | null;
  /** Services whose looks count by the addresses that they find, too. */
  bound(asked: AskedRun, services: CommandServices): CommandServices;
};

export type LimitSettings = { readonly perUser: number; readonly perTarget: number };

/** Nobody floods a third party through us: what one person asks for is bounded, and what all of them ask of one host. */
export function createLimits({ perUser, perTarget }: LimitSettings, now: () => Date): Limits {
  const users = createLimiter({ perMinute: perUser }, now);
  const hosts = createLimiter({ perMinute: perTarget }, now);
  // Many names share an address with strangers' names.
  const addresses = createLimiter({ perMinute: 2 * perTarget }, now);

  return {
    spend(asked) {
      if (isOperator(asked)) return null;
      const { who } = asked.caller;
      const cost = costOf(asked);
      const own = users.take(`${who.platform}:${who.id}`, cost);
      if (own > 0) return tooMuch('You ask for more than is possible in a minute', own, 'LIMIT_PER_USER');
      for (const host of targetsOf(asked)) {
        const wait = hosts.take(host, cost);
        if (wait > 0)
          return tooMuch(`${host.slice(0, 100)} is looked at too often`, wait, 'LIMIT_PER_TARGET');
      }
      return null;
    },
    bound(asked, services) {
      if (isOperator(asked)) return services;
      const cost = costOf(asked);
      const wait = (ip: string) => addresses.take(ip, cost);
      return { ...services, diagnose: withinLimits(services.diagnose, wait) };
    },
  };
}

/** Whoever has the machine could send what they like without us. */
function isOperator({ caller }: AskedRun): boolean {
  return caller.who.platform === 'terminal' || caller.who.platform === 'console';
}

/** Once the name is resolved, and before anything is dialled. */
function withinLimits(diagnose: Diagnose, waitFor: (ip: string) => number): Diagnose {
  return async (target, options) => {
    const over = new AbortController();
    const refused: UserError[] = [];
    const look: typeof options = {
      ...options,
      signal: AbortSignal.any([options.signal, over.signal]),
      onResult(result, soFar) {
        for (const ip of addressesIn(result)) {
          const ms = waitFor(ip);
          if (ms === 0) continue;
          refused.push(
            new UserError(
              `${ip} (${target.host.slice(0, 100)}) is looked at too often, under all its names together. Ask again in ${waitText(ms)}.`,
            ),
          );
          over.abort();
          return;
        }
        options.onResult?.(result, soFar);
      },
    };
    try {
      return await diagnose(target, look);
    } catch (thrown) {
      throw refused[0] ?? thrown;
    }
  };
}

function addressesIn(result: ProbeResult): readonly string[] {
  if (result.probe !== 'dns' || result.status !== 'ok') return [];
  const { facts } = result;
  if (typeof facts !== 'object' || facts === null || !('addresses' in facts)) return [];
  return Array.isArray(facts.addresses) ? facts.addresses.filter((ip) => typeof ip === 'string') : [];
}

function tooMuch(what: string, ms: number, setting: string): Refused {
  return {
    what,
    why: `It is possible again in ${waitText(ms)}.`,
    who: 'Everybody, at a slower pace.',
    how: `Ask again in ${waitText(ms)}. ${setting} sets the pace.`,
  };
}

function waitText(ms: number): string {
  return durationText(Math.ceil(ms / 1000) * 1000);
}
