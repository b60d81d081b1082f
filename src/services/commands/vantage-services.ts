import type { Config } from '../../config.ts';
import { UserError } from '../../core/errors.ts';
import type { Diagnose } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import type { Target } from '../../core/target.ts';
import { vantageKey, vantagesOf } from '../../core/vantages/member.ts';
import type { Voice, Waiting } from '../../core/vantages/sight.ts';
import type { Vantages } from '../../core/vantages/vantages.ts';
import type { Reaching } from '../../diagnose/diagnose.ts';
import type { Network } from '../../net/network.ts';
import { resolveAllowed } from '../../net/resolve.ts';
import { probes } from '../../probes/index.ts';
import { ownVersion } from '../processes/own-version.ts';

export type VantageWorld = {
  readonly config: Pick<Config, 'vantageName' | 'databaseUrl' | 'checkTimeoutMs' | 'scanTimeoutMs'>;
  readonly store: () => Promise<Store>;
  readonly diagnose: Diagnose;
  readonly network: Network;
  readonly reaching: Reaching;
  readonly now: () => Date;
};

/** Beyond the time of the look itself: taking the question up, and the way of the answer. */
const graceMs = 5000;
const policyTimeoutMs = 2000;

export function vantageServices({ config, store, diagnose, network, reaching, now }: VantageWorld): Vantages {
  const own = config.vantageName ?? 'here';
  const shared = config.databaseUrl !== null;
  return {
    own,
    shared,
    async names() {
      if (!shared) return [own];
      const members = await (await store()).members.living(now());
      // A bot that sweeps nothing has nobody who answers.
      const there = vantagesOf(members.filter(({ roles }) => roles.includes('worker')));
      return [own, ...there.filter((name) => vantageKey(name) !== vantageKey(own))];
    },
    async look(target, names, { depth, wishes = [], signal, reach, onChange }) {
      // Whoever looks from here alone does not wait until this is loaded.
      const [{ askVantages }, { sightOf }] = await Promise.all([
        import('../../monitor/vantages/ask-vantages.ts'),
        import('../../monitor/vantages/sight-of.ts'),
      ]);
      const others = names.filter((name) => vantageKey(name) !== vantageKey(own));
      const onBehalf = reach === undefined ? {} : { reach };
      const ground = reach === undefined ? null : await reaching(reach);
      if (others.length > 0) await refuseForbidden(target, ground?.network ?? network, signal);
      const isAsked = others.length < names.length;
      let here: Waiting = { vantage: own, taken: true, voice: null };
      let there: readonly Waiting[] = others.map((vantage) => ({ vantage, taken: false, voice: null }));
      const told = () => onChange?.(inOrder(names, isAsked ? [here, ...there] : there));
      told();
      const looked = isAsked ? lookHere() : Promise.resolve([]);
      const patienceMs = graceMs + (wishes.length > 0 ? config.scanTimeoutMs : config.checkTimeoutMs);
      const answers =
        others.length === 0
          ? []
          : askVantages({ target, depth, wishes, ...onBehalf }, others, {
              questions: (await store()).questions,
              now,
              signal,
              patienceMs,
              onChange(waiting) {
                there = waiting;
                told();
              },
            });
      const voices = (await Promise.all([looked, answers])).flat();
      return inOrder(names, voices);

      async function lookHere(): Promise<readonly Voice[]> {
        const diagnosis = await diagnose(target, { depth, wishes, signal, ...onBehalf });
        const sight = { ...sightOf(diagnosis, probes, await ownVersion()), vantage: own };
        const voice: Voice = { kind: 'saw', vantage: own, sight };
        here = { ...here, voice };
        told();
        return [voice];
      }
    },
  };
}

function inOrder<One extends { readonly vantage: string }>(
  names: readonly string[],
  all: readonly One[],
): readonly One[] {
  const order = names.map(vantageKey);
  return all.toSorted(
    (one, other) => order.indexOf(vantageKey(one.vantage)) - order.indexOf(vantageKey(other.vantage)),
  );
}

/**
 * The policy of whoever looks is the one that counts for what is dialled. That of whoever asks counts beside it, so that a
 * place with wider rules is no way around narrower ones; a name that means nothing here is left to the other's policy.
 */
async function refuseForbidden(target: Target, network: Network, signal: AbortSignal): Promise<void> {
  const place = { host: target.address ?? target.host, port: target.port };
  const resolution = await resolveAllowed(place, network, { signal, timeoutMs: policyTimeoutMs });
  signal.throwIfAborted();
  if (resolution.resolved || resolution.kind !== 'refused') return;
  throw new UserError(
    `${resolution.message} What this Notafter may not look at it does not ask other vantages about either.`,
  );
}
