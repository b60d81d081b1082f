import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { QuestionState, QuestionStore } from '../../core/store/vantages.ts';
import { vantageKey } from '../../core/vantages/member.ts';
import type { Voice, Waiting } from '../../core/vantages/sight.ts';
import { type Inquiry, readReply, writeInquiry } from './wire.ts';

export type Asking = {
  readonly questions: QuestionStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** How long an answer is waited for. */
  readonly patienceMs: number;
  /** Told whenever somebody began to look or answered. */
  onChange?(waiting: readonly Waiting[]): void;
};

const lookEveryMs = 200;

/**
 * Asks each of these vantages and waits for their answers: one voice for each, in their order. One that does not answer in
 * time is `silent`. Rejects when the signal is aborted or the store fails. Nothing that was asked stays behind.
 */
export async function askVantages(
  inquiry: Inquiry,
  vantages: readonly string[],
  { questions, now, signal, patienceMs, onChange }: Asking,
): Promise<readonly Voice[]> {
  if (vantages.length === 0) return [];
  const words = writeInquiry(inquiry);
  const asked = vantages.map((vantage) => ({ id: randomUUID(), vantage }));
  const askedAt = now();
  await questions.ask(asked.map(({ id, vantage }) => ({ id, vantage: vantageKey(vantage), words, askedAt })));
  const begun = performance.now();
  const known = new Map<string, Waiting>(
    asked.map(({ id, vantage }) => [id, { vantage, taken: false, voice: null }]),
  );
  const open = () => [...known].filter(([, { voice }]) => voice === null).map(([id]) => id);
  try {
    while (open().length > 0 && performance.now() - begun < patienceMs) {
      await wait(lookEveryMs, undefined, { signal });
      if (note(await questions.read(open()))) onChange?.([...known.values()]);
    }
  } finally {
    // Whoever looks into one stops at that.
    await questions.close(asked.map(({ id }) => id));
  }
  const waitedMs = Math.round(performance.now() - begun);
  return [...known.values()].map(
    ({ vantage, taken, voice }) => voice ?? { kind: 'silent', vantage, waitedMs, taken },
  );

  function note(states: readonly QuestionState[]): boolean {
    let isNew = false;
    for (const { id, takenBy, answer } of states) {
      const before = known.get(id);
      if (before === undefined) continue;
      const taken = takenBy !== null;
      if (answer === null && taken === before.taken) continue;
      isNew = true;
      known.set(id, { ...before, taken, voice: answer === null ? null : voiceFrom(before.vantage, answer) });
    }
    return isNew;
  }
}

/** It speaks for the vantage that was asked, whatever it calls itself. */
function voiceFrom(vantage: string, answer: string): Voice {
  const reply = readReply(answer);
  if (reply === null) {
    return {
      kind: 'refused',
      vantage,
      reason: 'Its answer cannot be read here: it runs another version of Notafter. Update the older one.',
    };
  }
  if (reply.kind === 'refused') return { ...reply, vantage };
  return { kind: 'saw', vantage, sight: { ...reply.sight, vantage } };
}
