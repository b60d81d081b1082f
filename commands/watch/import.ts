import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { type Handover, nothingHanded, pastedFile } from '../../src/core/files/uploaded-file.ts';
import type { Message } from '../../src/core/message.ts';
import type { Values } from '../../src/core/option.ts';
import type { Caller } from '../../src/core/people.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { type ListFormat, listFormats } from '../../src/core/watch/lists/listed.ts';
import { appliedMessage, staleMessage, trialMessage, undoneMessage } from '../../src/views/watch/import.ts';
import { changeFrom, channelOption, isHere, labelsOption, ownerOption } from './options.ts';

export const importList: Action = {
  name: 'import',
  summary: 'Add and change many at once from a file or a pasted list; first shows what it would do',
  needs: 'member',
  options: [
    {
      name: 'list',
      kind: 'text',
      summary: 'targets, each with its owners, channel and labels behind it; or attach a file',
      positional: true,
      rest: true,
      example: 'a.example.org b.example.org:8443',
    },
    {
      name: 'file',
      kind: 'file',
      lines: true,
      summary: 'CSV, YAML, text with a target on each line, or targets of Prometheus; 1 MiB at most',
    },
    {
      name: 'format',
      kind: 'choice',
      choices: listFormats,
      summary: 'what it is, where that cannot be told from its looks',
      example: 'csv',
    },
    {
      name: 'apply',
      kind: 'choice',
      choices: ['yes', 'no'],
      summary: 'yes: do it at once, and leave out what is refused',
      example: 'yes',
    },
    { ...ownerOption, summary: 'owners of those for which the list names none' },
    { ...channelOption, summary: 'where alarms go of those for which the list names no channel' },
    { ...labelsOption, summary: 'labels for all of them, beside their own' },
    { name: 'plan', kind: 'text', summary: 'does what was shown before, by the id of its button' },
    { name: 'undo', kind: 'text', summary: 'takes an import back, by the id of its button' },
  ],
  speaksLater: ({ channel = '', undo = '' }) => undo === '' && isHere(channel),
  async *run(values, caller, services, signal, handover = nothingHanded) {
    const { undo = '', plan = '', apply = '' } = values;
    if (undo !== '') {
      const outcome = await services.lists.undo(undo, caller.who);
      if (outcome.kind === 'unknown') throw forgotten();
      yield outcome.kind === 'done' ? undoneMessage(outcome.brought) : staleMessage(outcome.brought);
      return;
    }
    if (plan !== '') {
      yield await applied(plan, caller, services, null);
      return;
    }
    const { bytes, name } = await handed(values, handover, signal);
    const list = await services.lists.read(bytes, name, formatFrom(values));
    if (list.entries.length + list.problems.length === 0) {
      throw new UserError(
        `${name} names no target. Give one on each line, or CSV, YAML or targets of Prometheus.`,
      );
    }
    const { home, owners, labels } = await changeFrom(values, caller, services);
    const usual = {
      ...(owners === undefined ? {} : { owners }),
      ...(labels === undefined ? {} : { labels }),
    };
    const { directory } = services;
    const given = { name, caller, directory, home: home ?? caller.place, usual };
    const trial = await services.lists.attempt(list, given);
    const mend = await services.lists.mend(list, trial.plan.problems);
    const shown = { ...trial, mend, remarks: list.remarks };
    yield apply === 'yes' ? await applied(trial.brought.id, caller, services, shown) : trialMessage(shown);
  },
};

async function applied(
  id: string,
  caller: Caller,
  { lists }: CommandServices,
  trial: Parameters<typeof appliedMessage>[1],
): Promise<Message> {
  const outcome = await lists.apply(id, caller.who);
  switch (outcome.kind) {
    case 'done':
      return appliedMessage(outcome.brought, trial);
    case 'stale':
      return staleMessage(outcome.brought);
    case 'unknown':
      throw forgotten();
  }
}

function forgotten(): UserError {
  return new UserError(
    'That import is not kept any longer. Import the file again: what is there already stays as it is.',
  );
}

function formatFrom({ format = '' }: Values): ListFormat | null {
  return listFormats.find((known) => known === format) ?? null;
}

async function handed(
  { list = '' }: Values,
  { files }: Handover,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
  const [file, ...more] = files;
  if (more.length > 0) throw new UserError('Import one file at a time: mistakes are named by their line.');
  if (file !== undefined) return { bytes: await file.bytes(signal), name: file.name };
  if (list === '') {
    throw new UserError(
      'Attach a file, or write targets after it: /watch import a.example.org b.example.org:8443. In a terminal name the file.',
    );
  }
  const missing = list.split(/\s+/).find((word) => /\.(?:csv|tsv|ya?ml|json|txt)$/i.test(word));
  if (missing !== undefined) {
    throw new UserError(`There is no file ${missing} here. Attach it, or in a terminal give its path.`);
  }
  const pasted = pastedFile(linesFrom(list));
  return { bytes: await pasted.bytes(signal), name: pasted.name };
}

/** A box of one line turns line ends into blanks: a word that says nothing about the target before it is the next one. */
function linesFrom(words: string): string {
  return words
    .split(/\s+/)
    .map((word) => word.replace(/[,;]+$/, ''))
    .filter((word) => word !== '')
    .reduce((lines, word) => lines + (/^(?:@|#|<[@#!]|[\w./-]+=)/.test(word) ? ' ' : '\n') + word, '')
    .trim();
}
