import type { Command } from '../../core/command.ts';
import { recordJson } from '../../core/diagnosis-json.ts';
import { UserError } from '../../core/errors.ts';
import { offeredFiles } from '../../core/files/offered-file.ts';
import { type Handover, nothingHanded } from '../../core/files/uploaded-file.ts';
import type { Log } from '../../core/log.ts';
import type { Button, Message } from '../../core/message.ts';
import type { Caller } from '../../core/people.ts';
import type { CommandServices } from '../../core/services.ts';
import { type Json, jsonOf } from '../../core/text/json.ts';
import { withDetailsInside } from '../../views/details.ts';
import { dispatch } from '../dispatch.ts';
import { outgoingFiles } from '../outgoing-files.ts';
import type { ParsedCommand } from '../parse.ts';
import { exitCodeOf, interruptedCode } from './exit-code.ts';
import type { ProgressLine } from './progress.ts';
import { renderTerminal } from './render.ts';
import { saveFiles } from './save-files.ts';
import { withShellWords } from './shell-words.ts';

type Saved = Awaited<ReturnType<typeof saveFiles>>;

export type Screen = {
  readonly colour: boolean;
  readonly width: number;
  readonly zone: string;
  readonly json: boolean;
  /** The folder that offered files are written to. */
  readonly save: string | null;
  readonly progress: ProgressLine;
  /** Standard output. */
  write(text: string): void;
};

export type RequestWorld = {
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly caller: Caller;
  readonly log: Log;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** Files of this machine, and whom to ask for a password. */
  readonly handover?: Handover;
};

/** Runs one command, shows how it goes, prints its answer and returns the exit code. UserError: a file was not saved. */
export async function runRequest(request: ParsedCommand, world: RequestWorld): Promise<number> {
  const { screen, signal } = world;
  const answering = answerOf(request, world);
  const answer = await (request.action.endsItself === true
    ? answering
    : Promise.race([answering, aborted(signal)]));
  screen.progress.clear();
  if (answer === null) return interruptedCode;
  const saved = screen.save === null ? null : await saveFiles(outgoingFiles(answer), screen.save);
  if (screen.json) {
    screen.write(`${JSON.stringify(answerJson(answer), null, 2)}\n`);
  } else {
    const buttons = (answer.buttons ?? []).filter((button) => !isSame(button, request));
    show({ ...answer, buttons }, world, saved);
  }
  const failures = (saved ?? []).flatMap(({ reason }) => reason ?? []);
  if (failures.length > 0) throw new UserError(failures.join(' '));
  return exitCodeOf(answer);
}

function show(message: Message, { screen, commands, services }: RequestWorld, saved: Saved | null): void {
  const names = commands.map(({ name }) => name);
  const shown = withShellWords(withDetailsInside(message), names);
  screen.write(renderTerminal(shown, { ...screen, commands, now: services.now(), saved }));
}

/** The last message of the command; null when it was stopped and has nothing to say. Those that stay are shown at once. */
async function answerOf(request: ParsedCommand, world: RequestWorld): Promise<Message | null> {
  const { caller, services, log, screen, signal, handover: handed = nothingHanded } = world;
  const handover: Handover = {
    ...handed,
    async askPassword(question) {
      screen.progress.clear();
      return (await handed.askPassword?.(question)) ?? null;
    },
  };
  const endsItself = request.action.endsItself === true;
  let last: Message | null = null;
  for await (const message of dispatch({ ...request, caller, signal, handover }, services, log)) {
    if (signal.aborted && !endsItself) return null;
    if (message.stays === true && !screen.json) {
      screen.progress.clear();
      show(message, world, null);
    } else if (message.stays !== true) {
      screen.progress.show(message);
      last = message;
    }
  }
  return signal.aborted && !endsItself ? null : last;
}

/** What broke off is not waited for: the person who pressed Ctrl-C has gone. */
function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** Answers without a record, mistakes among them, are their sentence. Files stand beside what there is. */
function answerJson(answer: Message): Json {
  const files = offeredFiles(answer);
  const json = bareJson(answer);
  if (files.length === 0 || typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return { ...json, files: jsonOf(files) };
}

function bareJson({ record, tone, summary }: Message): Json {
  if (record !== undefined) return recordJson(record);
  return tone === 'unknown' ? { error: summary } : { summary };
}

/** "Run again" of what was just run says nothing on a command line; "Undo" is the same command with other values. */
function isSame(button: Button, { command, action, values }: ParsedCommand): boolean {
  if (button.command !== command.name || (button.subcommand ?? '') !== action.name) return false;
  // A target is written out in a button.
  return Object.entries(button.values).every(([name, value]) => name === 'target' || values[name] === value);
}
