import { networksFor } from '../../access/networks-for.ts';
import type { AccessRules } from '../../access/rules.ts';
import { type Reach, reachOf } from '../../core/access/reach.ts';
import { UserError } from '../../core/errors.ts';
import { type Place, placeWord } from '../../core/people.ts';
import { type Target, targetText } from '../../core/target.ts';
import type { Reaching } from '../../diagnose/diagnose.ts';
import { isNetworkWithin } from '../../net/networks.ts';
import { resolveAllowed } from '../../net/resolve.ts';

/** What is watched is looked at by the leave of its home, so that whoever names a home lends that leave to a target. */
export type HomeGuard = {
  /** UserError where that place may reach what whoever asks may not. */
  mayGiveTo(home: Place, reach: Reach): Promise<void>;
  /** UserError where the target, as it resolves now, is refused. */
  mayLook(target: Target, reach: Reach, signal: AbortSignal): Promise<void>;
  /** The same of a home that it is to have. */
  mayBeWatchedFrom(home: Place, target: Target, signal: AbortSignal): Promise<void>;
};

export type GuardWorld = { readonly reaching: Reaching; readonly rules: () => Promise<AccessRules> };

const resolvingMs = 2000;

export function createHomeGuard({ reaching, rules }: GuardWorld): HomeGuard {
  return {
    async mayGiveTo(home, reach) {
      if (reach.rank === 'admin') return;
      const { networks } = await rules();
      const own = networksFor(reach, networks);
      const beyond = networksFor(reachOf(home), networks).filter(
        (network) => !own.some((wider) => isNetworkWithin(network, wider)),
      );
      if (beyond.length === 0) return;
      throw new UserError(
        `${placeWord(home)} may look at internal networks that you may not from here. Whoever asks there, or an admin, can make it the channel of an endpoint.`,
      );
    },
    async mayLook(target, reach, signal) {
      if (await isRefused(target, reach, signal)) {
        throw new UserError(
          `${targetText(target)} is not looked at for you: what it leads to is not open to everybody, nor to this channel. Ask where it is watched, or an admin.`,
        );
      }
    },
    async mayBeWatchedFrom(home, target, signal) {
      if (!(await isRefused(target, reachOf(home), signal))) return;
      throw new UserError(
        `${targetText(target)} cannot be watched from ${placeWord(home)}: what it leads to is not open to that channel, and looks are made with what the channel of an endpoint may reach. Choose another, or ask who runs Notafter to list it under networks in ACCESS_FILE.`,
      );
    },
  };

  async function isRefused({ host, port, address }: Target, reach: Reach, signal: AbortSignal) {
    const ground = await reaching(reach);
    if (ground === null) return false;
    const options = { signal, timeoutMs: resolvingMs };
    const resolution = await resolveAllowed({ host: address ?? host, port }, ground.network, options);
    signal.throwIfAborted();
    return (
      !resolution.resolved &&
      resolution.kind === 'refused' &&
      resolution.refusal?.variable === 'ALLOWED_NETWORKS'
    );
  }
}
