import type { ViewOutput } from '@slack/bolt';
import { reasonOf } from '../../../core/errors.ts';
import { formMistakes } from '../../forms/form-mistakes.ts';
import type { AnswerWorld } from '../answering/asked.ts';
import { type ButtonTarget, targetFrom } from '../rendering/buttons.ts';
import { type SentForm, sentForm } from './form-state.ts';

/** What a form is about, what was filled in, and what is wrong with it by block. */
export type Judged = {
  /** Null: the command is gone. */
  readonly target: ButtonTarget | null;
  readonly form: SentForm | null;
  readonly mistakes: Record<string, string>;
};

const longestMistake = 300;
const notJudged = 'Notafter could not look up what this form is about. Send it again in a moment.';

/** Told before the acknowledgement, so nothing is looked up but what the form is about. */
export async function formMistakesOf(
  button: string,
  view: ViewOutput,
  world: Pick<AnswerWorld, 'commands' | 'actions' | 'log'>,
): Promise<Judged> {
  let target: ButtonTarget | null = null;
  try {
    target = await targetFrom(button, world.commands, world.actions);
  } catch (thrown) {
    world.log.error({ reason: reasonOf(thrown) }, 'what a form is about could not be looked up');
    // The form stays open with all that was typed.
    const box = view.blocks.find(({ type }) => type === 'input')?.block_id ?? '';
    return { target: null, form: null, mistakes: { [box]: notJudged } };
  }
  if (target === null) return { target, form: null, mistakes: {} };
  const form = sentForm(view, target.action);
  const given = { ...target.values, ...form.values, ...form.cleared };
  const mistakes: Record<string, string> = {};
  for (const [name, mistake] of formMistakes(target.action, given)) {
    const blockId = form.blockOf.get(name);
    if (blockId !== undefined) mistakes[blockId] = mistake.slice(0, longestMistake);
  }
  return { target, form, mistakes };
}
