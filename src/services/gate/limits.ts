import { createLimiter } from '../../access/buckets.ts';
import { costOf, targetsOf } from '../../access/cost.ts';
import type { AskedRun, Refused } from '../../core/access/gate.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { CommandServices, Diagnose } from '../../core/services.ts';
import type { LimitStore } from '../../core/store/limits.ts';
import { durationText } from '../../core/text/duration.ts';
import { inTime } from '../../core/waiting/in-time.ts';
import { type WaitFor, withinLimits } from './limited-looks.ts';

export type Limits = {
  /** Null: it was within the limits, and counts. */
  spend(asked: AskedRun): Promise<Refused | null>;
  /** Services whose looks count by the addresses that they find, too. */
  bound(asked: AskedRun, services: CommandServices): CommandServices;
  /** The same for looks that no person asks for. */
  boundLook(diagnose: Diagnose): Diagnose;
  /** Of follows, which go on by themselves: they take half of what an address may have, so that people can still ask. */
  boundFollow(diagnose: Diagnose): Diagnose;
};

export type LimitSettings = { readonly perUser: number; readonly perTarget: number };

/** Where all processes count together; left out: this one counts alone. */
export type Shared = { readonly store: () => Promise<LimitStore>; readonly log: Log };

const minuteMs = 60_000;
/** A store that takes longer is away. */
const patienceMs = 1000;

type Kind = { readonly name: string; readonly perMinute: number; take(key: string, cost: number): number };

/** Nobody floods a third party through us: what one person asks for is bounded, and what all of them ask of one host. */
export function createLimits(
  { perUser, perTarget }: LimitSettings,
  now: () => Date,
  shared: Shared | null = null,
): Limits {
  const kind = (name: string, perMinute: number): Kind => ({
    name,
    perMinute,
    take: createLimiter({ perMinute }, now).take,
  });
  const users = kind('user', perUser);
  const hosts = kind('host', perTarget);
  // Many names share an address with strangers' names.
  const addresses = kind('address', 2 * perTarget);
  const followed = kind('followed', perTarget);

  /** How long to wait; 0: it was taken, here and from what all processes have in common. */
  function take(limit: Kind, key: string, cost: number): number | Promise<number> {
    const here = limit.take(key, cost);
    const isOff = limit.perMinute === 0 || cost === 0;
    return here > 0 || shared === null || isOff ? here : takeShared(shared, limit, key, cost);
  }

  const waitFor =
    (cost: number): WaitFor =>
    (ip) =>
      take(addresses, ip, cost);

  const waitOfFollow: WaitFor = (ip) => {
    const own = take(followed, ip, 1);
    const orAll = (ms: number) => (ms > 0 ? ms : take(addresses, ip, 1));
    return typeof own === 'number' ? orAll(own) : own.then(orAll);
  };

  return {
    async spend(asked) {
      if (isOperator(asked)) return null;
      const { who } = asked.caller;
      const cost = costOf(asked);
      const own = await take(users, `${who.platform}:${who.id}`, cost);
      if (own > 0) return tooMuch('You ask for more than is possible in a minute', own, 'LIMIT_PER_USER');
      for (const host of targetsOf(asked)) {
        const wait = await take(hosts, host, cost);
        if (wait > 0)
          return tooMuch(`${host.slice(0, 100)} is looked at too often`, wait, 'LIMIT_PER_TARGET');
      }
      return null;
    },
    bound(asked, services) {
      if (isOperator(asked)) return services;
      const limited = withinLimits(waitFor(costOf(asked)));
      const { watchList } = services;
      return {
        ...services,
        diagnose: limited(services.diagnose),
        watchList: {
          ...watchList,
          look: (endpoint, signal, onResult) =>
            limited((_target, options) => watchList.look(endpoint, options.signal, options.onResult))(
              endpoint.target,
              { depth: 'certificate', signal, ...(onResult === undefined ? {} : { onResult }) },
            ),
        },
      };
    },
    boundLook: (diagnose) => withinLimits(waitFor(1))(diagnose),
    boundFollow: (diagnose) => withinLimits(waitOfFollow)(diagnose),
  };
}

/** Null of the store: then what this process counted has to do. */
async function takeShared(
  { store, log }: Shared,
  { name, perMinute }: Kind,
  key: string,
  cost: number,
): Promise<number> {
  const costMs = (Math.min(cost, perMinute) * minuteMs) / perMinute;
  const asking = store()
    .then((limits) => limits.take([{ key: `${name}:${key}`, costMs }], minuteMs))
    .catch((thrown: unknown) => {
      log.warn({ reason: reasonOf(thrown) }, 'the limits could not be counted with other processes');
      return null;
    });
  return (await inTime(asking, patienceMs))?.[0]?.waitMs ?? 0;
}

/** Whoever has the machine could send what they like without us. */
function isOperator({ caller }: AskedRun): boolean {
  return caller.who.platform === 'terminal' || caller.who.platform === 'console';
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
