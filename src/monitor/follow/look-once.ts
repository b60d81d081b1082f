import { reachOf } from '../../core/access/reach.ts';
import type { Diagnosis } from '../../core/diagnosis.ts';
import { reasonOf, UserError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { Snapshot } from '../../core/past/snapshot.ts';
import type { Diagnose } from '../../core/services.ts';
import type { Follow } from '../../core/watch/follow.ts';
import type { FollowLook } from './sight.ts';

export type FollowEye = {
  readonly diagnose: Diagnose;
  readonly snapshotOf: (diagnosis: Diagnosis) => Snapshot;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/** The full ladder once. Throws only when the signal ended it. */
export async function lookOnce({ id, target, place }: Follow, eye: FollowEye): Promise<FollowLook> {
  const { diagnose, snapshotOf, log, signal } = eye;
  try {
    const diagnosis = await diagnose(target, { depth: 'all', signal, reach: reachOf(place) });
    return { kind: 'seen', diagnosis, snapshot: snapshotOf(diagnosis) };
  } catch (fault) {
    if (signal.aborted) throw fault;
    // Whoever limits the looks says so in words for people; a diagnosis throws none.
    if (fault instanceof UserError) return { kind: 'paced', reason: fault.message };
    log.error({ follow: id, err: fault, reason: reasonOf(fault) }, 'a look of a follow failed');
    return { kind: 'fault' };
  }
}
