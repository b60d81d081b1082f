import type { Action } from '../../core/command.ts';
import { UserError } from '../../core/errors.ts';
import { holdsToken, openTokenMistake } from '../../core/files/open-token.ts';
import type { Option, Values } from '../../core/option.ts';
import { parseAddress, parseTarget } from '../../core/target.ts';
import { parseDuration } from '../../core/text/duration.ts';
import { labelsFrom } from '../../core/watch/labels.ts';

/**
 * What is wrong with what was filled in, by the name of its option, as far as that can be told without looking anything
 * up: it is said beside the box, where all that was typed is still there.
 */
export function formMistakes({ options }: Action, values: Values): ReadonlyMap<string, string> {
  const mistakes = new Map<string, string>();
  for (const option of options) {
    const mistake = mistakeIn(option, (values[option.name] ?? '').trim());
    if (mistake !== null) mistakes.set(option.name, mistake);
  }
  return mistakes;
}

function mistakeIn(option: Option, value: string): string | null {
  if (value === '') return option.required === true ? `This is needed: ${option.summary}` : null;
  try {
    if (option.kind !== 'secret' && holdsToken(value)) throw openTokenMistake();
    judge(option, value);
    return null;
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.message;
    throw thrown;
  }
}

function judge({ kind, choices = [] }: Option, value: string): void {
  switch (kind) {
    case 'target':
      parseTarget(value);
      return;
    case 'address':
      parseAddress(value);
      return;
    case 'labels':
      labelsFrom(value);
      return;
    case 'duration':
      parseDuration(value);
      return;
    case 'choice':
      if (!choices.includes(value)) throw new UserError(`Choose one of ${choices.join(', ')}.`);
      return;
    case 'text':
    case 'owners':
    case 'channel':
    case 'file':
    case 'password':
    case 'secret':
      return;
  }
}
