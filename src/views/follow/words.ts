import type { Verdict } from '../../core/diagnosis.ts';
import type { Tone } from '../../core/message.ts';
import { targetText } from '../../core/target.ts';
import { lengthText } from '../../core/text/duration.ts';
import type { Follow, FollowCourse, FollowNote, SoundVerdict } from '../../core/watch/follow.ts';
import { verdictTones } from '../diagnosis/verdict-tones.ts';

/** To the second, rounded: looks are a few milliseconds more or less than what was asked for apart. */
export function lastedText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 1 ? 'less than a second' : lengthText(seconds * 1000);
}

/** What the target is like as of the last sound look; `unknown` where there was none, or we cannot see now. */
export function verdictNow({ blind, state }: FollowCourse): Verdict {
  return blind !== null || state === null ? 'unknown' : state.verdict;
}

/** "is broken: Connection refused". */
export function stateWords({ course }: Follow): string {
  const { blind, state } = course;
  if (blind !== null) return `cannot be looked at just now: ${blind.reason}`;
  if (state === null) return 'is being looked at';
  if (state.verdict === 'healthy') return 'is healthy';
  return `is ${state.verdict}: ${state.cause?.title ?? 'no rule names the cause'}`;
}

export function nameOf({ target }: Pick<Follow, 'target'>): string {
  return targetText(target);
}

/** "42 looks: 30 healthy, 12 broken". */
export function looksText({ looks }: FollowCourse): string {
  const counts = (['healthy', 'degraded', 'broken', 'unknown'] as const).filter(
    (verdict) => looks[verdict] > 0,
  );
  const total = counts.reduce((sum, verdict) => sum + looks[verdict], 0);
  const told = counts.map(
    (verdict) => `${looks[verdict]} ${verdict === 'unknown' ? 'that saw nothing' : verdict}`,
  );
  const lead = total === 1 ? '1 look' : `${total} looks`;
  return told.length === 0 ? lead : `${lead}: ${told.join(', ')}`;
}

const worsening: readonly SoundVerdict[] = ['healthy', 'degraded', 'broken'];

/** The tone of what a look showed: that of the verdict it led to. */
export function toneOfNotes(notes: readonly FollowNote[]): Tone {
  for (const note of notes) {
    if (note.kind === 'turned') return verdictTones[note.to];
    if (note.kind === 'first') return verdictTones[note.verdict];
  }
  return notes.some(({ kind }) => kind === 'blind') ? 'unknown' : 'neutral';
}

export function isBetter(from: SoundVerdict, to: SoundVerdict): boolean {
  return worsening.indexOf(to) < worsening.indexOf(from);
}
