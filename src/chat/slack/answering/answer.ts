import type { UploadWay } from '../../../core/files/uploaded-file.ts';
import type { Message } from '../../../core/message.ts';
import type { Caller } from '../../../core/people.ts';
import { dispatch } from '../../asking/dispatch.ts';
import type { ParsedCommand } from '../../asking/parse.ts';
import { supersededMessage } from '../../asking/superseding.ts';
import { nothingSaid, stopped } from '../../showing/last-words.ts';
import { markLast } from '../../waiting/mark-last.ts';
import { pace } from '../../waiting/pace.ts';
import { untilAborted } from '../../waiting/until-aborted.ts';
import { readRefusal } from '../api/refusal.ts';
import { answerLimits } from '../rendering/limits.ts';
import type { AnswerWorld } from './asked.ts';
import type { Voice } from './voices.ts';

/** How long a message that may be the last is held back, to be said once. */
const patienceMs = 50;

export type Question = {
  readonly parsed: ParsedCommand;
  readonly caller: Caller;
  /** How its files came, if it has any. */
  readonly way: UploadWay;
};

/** Runs what was asked and says the answer as it grows, until a newer run takes its place. Never rejects. */
export async function answer(
  { parsed, caller, way }: Question,
  voice: Voice,
  { services, log }: AnswerWorld,
  signal: AbortSignal,
): Promise<void> {
  const { run } = voice;
  let last: Message | null = null;
  try {
    const handover = { files: parsed.files ?? [], way, remark: null };
    const messages = dispatch({ ...parsed, caller, signal: run.signal, handover }, services, log);
    const growing = markLast(pace(messages, answerLimits.editGapMs), patienceMs);
    for await (const { value, isLast } of untilAborted(growing, run.signal)) {
      last = value;
      if (!isLast) await voice.progress(value);
    }
    if (run.superseded() === null) await voice.finish(signal.aborted ? stopped : (last ?? nothingSaid));
    else if (run.superseded() === 'elsewhere' && voice.isShown()) await voice.finish(supersededMessage);
  } catch (thrown) {
    log.error({ ...readRefusal(thrown), command: parsed.command.name }, 'an answer did not reach Slack');
  } finally {
    run.end();
  }
}
