import type { Action, Command } from '../../../core/command.ts';
import { UserError } from '../../../core/errors.ts';
import { type ParsedCommand, parseWords } from '../../asking/parse.ts';

/** Several targets for one action: each is read as if it had come alone, with the other words beside it. */
export type ManyRequest = {
  readonly command: Command;
  readonly action: Action;
  /** As typed. */
  readonly targets: readonly string[];
  /** `name:value`, for each of them. */
  readonly shared: readonly string[];
};

/** Parts the words that stood free into targets and `name:value` words. */
export function partTargets(
  { options }: Action,
  words: readonly string[],
): Pick<ManyRequest, 'targets' | 'shared'> {
  const targets: string[] = [];
  const shared: string[] = [];
  for (const word of words) {
    const [, name, value = ''] = /^-{0,2}([a-z]+)[:=](.*)$/is.exec(word) ?? [];
    const option = options.find((one) => one.name === name?.toLowerCase());
    const before = shared.at(-1);
    // "address: 192.0.2.7": people put a blank after a colon.
    if (before !== undefined && /^[^:=]+[:=]$/.test(before)) shared[shared.length - 1] = before + word;
    else if (option === undefined) targets.push(word);
    else if (option.name === 'target') targets.push(value);
    else shared.push(word);
  }
  return { targets, shared };
}

/** The request for one of them; throws UserError where it cannot be read. */
export function requestFor(
  { command, action, shared }: Pick<ManyRequest, 'command' | 'action' | 'shared'>,
  target: string,
  more: readonly string[] = [],
): ParsedCommand {
  if (target === '') throw new UserError('No target is named.');
  const named = action.name === '' ? [] : [action.name];
  // What a list says of one target goes before what was said for all.
  const own = new Set(more.map(nameOf));
  const rest = shared.filter((word) => !own.has(nameOf(word)));
  return parseWords(command, [...named, `target:${target}`, ...more, ...rest]);
}

function nameOf(word: string): string {
  return (/^-{0,2}([a-z]+)[:=]/i.exec(word)?.[1] ?? word).toLowerCase();
}

/** Whether targets of this action can be many. */
export function takesMany(action: Action): boolean {
  return action.record === 'diagnosis' && action.options.some(({ kind }) => kind === 'target');
}
