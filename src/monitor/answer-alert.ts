import { createHash } from 'node:crypto';
import { reachOf } from '../core/access/reach.ts';
import type { Diagnosis } from '../core/diagnosis.ts';
import type { AlertOutcome, ForeignAlert } from '../core/doors/alert-hook.ts';
import { UserError } from '../core/errors.ts';
import type { Message } from '../core/message.ts';
import type { Place } from '../core/people.ts';
import type { AnyProbe } from '../core/probe.ts';
import type { Diagnose } from '../core/services.ts';
import type { Store } from '../core/store/store.ts';
import { parseTarget, type Target } from '../core/target.ts';
import { foreignAlertMessage, resolvedAlertMessage, unreadableAlertMessage } from '../views/foreign-alert.ts';

export type AnsweringWorld = {
  readonly store: Pick<Store, 'outbox'>;
  readonly diagnose: Diagnose;
  readonly ladder: readonly AnyProbe[];
  readonly place: Place;
  readonly now: () => Date;
  readonly onQueued: () => void;
};

/**
 * Diagnoses what an alert is about and queues the answer, once for each time the alert fires however often it is sent; that
 * it was resolved goes under the answer.
 */
export async function answerAlert(
  alert: ForeignAlert,
  world: AnsweringWorld,
  signal: AbortSignal,
): Promise<AlertOutcome> {
  const { store, diagnose, ladder, place } = world;
  const id = conversationOf(alert);
  const answered = (await store.outbox.fate(`${id}:open`)) !== null;
  if (alert.state === 'resolved') {
    if (!answered) return { kind: 'unasked' };
    return queue(id, 'reply', resolvedAlertMessage(alert), world);
  }
  if (answered) return { kind: 'known' };
  const target = targetOf(alert);
  if ('reason' in target) {
    await queue(id, 'open', unreadableAlertMessage(alert, target.reason), world);
    return { kind: 'unreadable', reason: target.reason };
  }
  const diagnosis = await diagnosisOrReason(() =>
    diagnose(target, { depth: 'all', signal, reach: reachOf(place) }),
  );
  if ('reason' in diagnosis) {
    const { reason } = diagnosis;
    await queue(id, 'open', unreadableAlertMessage(alert, reason, 'was not looked at'), world);
    return { kind: 'unreadable', reason };
  }
  return queue(id, 'open', foreignAlertMessage(alert, diagnosis, ladder), world);
}

/** An address that alerts point at too often is left alone. */
async function diagnosisOrReason(
  look: () => Promise<Diagnosis>,
): Promise<Diagnosis | { readonly reason: string }> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof UserError) return { reason: thrown.message };
    throw thrown;
  }
}

/** What strangers wrote may be of any length, and of any characters: its digest is neither. */
function conversationOf({ source, fingerprint, startsAt }: ForeignAlert): string {
  const name = JSON.stringify([source, fingerprint, startsAt.getTime()]);
  return `hook:${createHash('sha256').update(name).digest('base64url').slice(0, 32)}`;
}

async function queue(
  id: string,
  act: 'open' | 'reply',
  message: Message,
  { store, place, now, onQueued }: AnsweringWorld,
): Promise<AlertOutcome> {
  const queued = await store.outbox.queue(
    [
      {
        key: `${id}:${act}`,
        to: { kind: 'place', place },
        message,
        fallback: [],
        endpointId: null,
        conversation: { id, act },
      },
    ],
    now(),
  );
  if (queued === 0) return { kind: 'known' };
  onQueued();
  return { kind: 'queued' };
}

/** `node/10.0.0.5:9100`, as relabelling makes it of a job and an instance: the job is no host. */
const jobBefore = /^[\w-]+\/(?=(?:\[[\da-f:.]+\]|[^\s/:[\]]+):\d{1,5}$)/i;

function targetOf({ instance }: ForeignAlert): Target | { readonly reason: string } {
  if (instance === null) {
    const reason =
      'It has no label instance (or target), and no annotation notafter_target, to say what to check.';
    return { reason };
  }
  try {
    return parseTarget(instance.replace(jobBefore, ''));
  } catch (thrown) {
    if (thrown instanceof UserError) return { reason: thrown.message };
    throw thrown;
  }
}
