import type { ViewOutput } from '@slack/bolt';
import { formMistakes } from '../form-mistakes.ts';
import type { AnswerWorld } from './asked.ts';
import { type ButtonTarget, recalled } from './buttons.ts';
import { type SentForm, sentForm } from './form-state.ts';

/** What a form is about, what was filled in, and what is wrong with it by block. */
export type Judged = {
  /** Null: the command is gone. */
  readonly target: ButtonTarget | null;
  readonly form: SentForm | null;
  readonly mistakes: Record<string, string>;
};

const longestMistake = 300;

/** Told before the acknowledgement, so nothing is looked up but what the form is about. */
export async function formMistakesOf(
  button: string,
  view: ViewOutput,
  world: Pick<AnswerWorld, 'commands' | 'actions' | 'log'>,
): Promise<Judged> {
  const target = await recalled(button, world);
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
