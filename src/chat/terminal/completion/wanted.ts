import type { Command as Program, Option as ProgramOption } from 'commander';
import { actionOf, type Command, fileOptionOf } from '../../../core/command.ts';
import { type Option, type SuggestionKind, suggestedFor } from '../../../core/option.ts';
import { shells } from './scripts.ts';

export type Word = { readonly value: string; readonly about: string };

/** What can stand where the cursor is. Words begin with what is typed already. */
export type Wanted = {
  readonly words: readonly Word[];
  /** Asked of the store and the catalogue; what they say is put behind `prefix`. */
  readonly suggests: SuggestionKind | null;
  readonly prefix: string;
  readonly typed: string;
  /** Names on the disk are the shell's business. */
  readonly paths: 'files' | 'folders' | null;
};

const nothing: Wanted = { words: [], suggests: null, prefix: '', typed: '', paths: null };

/** `words`: those behind the program's name, the last one being typed. `program`: every page and its options. */
export function wantedAt(words: readonly string[], program: Program, commands: readonly Command[]): Wanted {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { page, command, rest } = pageOf(before, program, commands);
  const option = awaited(before.at(-1), page);
  if (option !== null) return valueWanted(option, command, '', typed);
  const assigned = /^(--[\w-]+=)(.*)$/s.exec(typed);
  if (assigned !== null) {
    const named = optionNamed(page, (assigned[1] ?? '').slice(0, -1));
    return named === null ? nothing : valueWanted(named, command, assigned[1] ?? '', assigned[2] ?? '');
  }
  if (typed.startsWith('-')) return onlyWords(optionWords(page, before), typed);
  if (command === null) return freeWords(page, program, before, typed);
  return positionalAt(page, command, rest, typed);
}

function pageOf(before: readonly string[], program: Program, commands: readonly Command[]) {
  let page = program;
  let command: Command | null = null;
  const rest: string[] = [];
  let skip = false;
  for (const word of before) {
    if (skip || word.startsWith('-')) {
      skip = !skip && takesValue(optionNamed(page, word));
      continue;
    }
    const next =
      rest.length === 0 ? page.commands.find((one) => one.name() === word.replace(/^\//, '')) : undefined;
    if (next === undefined) rest.push(word);
    else {
      if (page === program) command = commands.find(({ name }) => name === next.name()) ?? null;
      page = next;
    }
  }
  return { page, command, rest };
}

function takesValue(option: ProgramOption | null): boolean {
  return option?.required === true;
}

/** The option whose value comes next. */
function awaited(word: string | undefined, page: Program): ProgramOption | null {
  const option = word === undefined ? null : optionNamed(page, word);
  return takesValue(option) ? option : null;
}

function optionNamed(page: Program, word: string): ProgramOption | null {
  for (let at: Program | null = page; at !== null; at = at.parent) {
    const found = at.options.find(({ long, short }) => long === word || short === word);
    if (found !== undefined) return found;
  }
  return null;
}

function optionWords(page: Program, before: readonly string[]): readonly Word[] {
  const own = page.options.filter(({ long, hidden }) => long != null && !hidden && !before.includes(long));
  const help: Word = { value: '--help', about: 'print this help' };
  return [...own.map(({ long, description }) => ({ value: long ?? '', about: description })), help];
}

function onlyWords(words: readonly Word[], typed: string): Wanted {
  return { ...nothing, typed, words: words.filter(({ value }) => value.startsWith(typed)) };
}

/** The value of an option of commander's, or of one of ours. */
function valueWanted(option: ProgramOption, command: Command | null, prefix: string, typed: string): Wanted {
  const words = (option.argChoices ?? [])
    .map((choice) => ({ value: prefix + choice, about: '' }))
    .filter(({ value }) => value.startsWith(prefix + typed));
  const name = option.long?.slice(2) ?? '';
  const own = command?.actions.flatMap(({ options }) => options).find((one) => one.name === name);
  if (own !== undefined) return { ...ownValue(own, prefix, typed), prefix, typed };
  const isPath = /<(?:file|dir)>/.test(option.flags);
  return {
    ...nothing,
    words,
    prefix,
    typed,
    paths: !isPath ? null : option.flags.includes('<dir>') ? 'folders' : 'files',
  };
}

function ownValue(option: Option, prefix: string, typed: string): Wanted {
  const choices = option.choices ?? [];
  return {
    ...nothing,
    prefix,
    typed,
    words: choices
      .filter((choice) => choice.startsWith(typed))
      .map((choice) => ({ value: prefix + choice, about: '' })),
    suggests: choices.length > 0 ? null : suggestedFor(option),
  };
}

/** Commands; behind `help` a command and its actions, behind `completion` the shells. */
function freeWords(page: Program, program: Program, before: readonly string[], typed: string): Wanted {
  if (page.name() === 'completion')
    return onlyWords(
      shells.map((value) => ({ value, about: '' })),
      typed,
    );
  if (page.registeredArguments.some((one) => one.name() === 'file'))
    return { ...nothing, typed, paths: 'files' };
  if (page !== program || before.some((word) => !word.startsWith('-'))) return nothing;
  return onlyWords(pages(program), typed);
}

function pages(page: Program): readonly Word[] {
  return page.commands.map((one) => ({ value: one.name(), about: one.description() }));
}

function positionalAt(page: Program, command: Command, rest: readonly string[], typed: string): Wanted {
  if (command.name === 'help') {
    const root = page.parent ?? page;
    const named = root.commands.find((one) => one.name() === rest[0]);
    return onlyWords(rest.length === 0 ? pages(root) : named === undefined ? [] : pages(named), typed);
  }
  const action = actionOf(
    command,
    page.parent?.parent == null ? (command.actions[0]?.name ?? '') : page.name(),
  );
  if (action === null) return nothing;
  const isEntry = page.parent?.parent == null;
  const actions = isEntry && rest.length === 0 ? onlyWords(pages(page), typed).words : [];
  if (isEntry && action.name !== '' && command.firstIsDefault !== true)
    return { ...nothing, words: actions, typed };
  const named = /^([a-z]+[:=])(.*)$/is.exec(typed);
  const option = action.options.find(({ name }) => name === named?.[1]?.slice(0, -1));
  if (named !== null && option !== undefined) return ownValue(option, named[1] ?? '', named[2] ?? '');
  const places = action.options.filter(({ positional }) => positional === true);
  const isMany = action.record === 'diagnosis';
  const place = isMany ? places[0] : (places[rest.length] ?? places.find((one) => one.rest === true));
  const paths = fileOptionOf(action) === null ? null : 'files';
  if (place === undefined) return { ...nothing, words: actions, typed, paths };
  const found = ownValue(place, '', typed);
  return {
    ...found,
    words: [...actions, ...found.words],
    paths: paths ?? (place.kind === 'file' ? 'files' : null),
  };
}
