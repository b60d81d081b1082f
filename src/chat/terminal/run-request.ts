import type { Command } from '../../core/command.ts';
import { UserError } from '../../core/errors.ts';
import { type Handover, nothingHanded } from '../../core/files/uploaded-file.ts';
import type { Log } from '../../core/log.ts';
import type { Button, Message } from '../../core/message.ts';
import type { Caller } from '../../core/people.ts';
import type { CommandServices } from '../../core/services.ts';
import { withDetailsInside } from '../../views/details.ts';
import { dispatch } from '../asking/dispatch.ts';
import type { ParsedCommand } from '../asking/parse.ts';
import { outgoingFiles } from '../showing/outgoing-files.ts';
import { exitCodeOf, interruptedCode } from './exit-code.ts';
import { answerJson, answerLines } from './formats/answer-json.ts';
import type { FormatName } from './formats/format.ts';
import { jsonText } from './formats/json-text.ts';
import { markdownAnswer } from './formats/markdown.ts';
import type { ProgressLine } from './progress.ts';
import { renderTerminal } from './render.ts';
import { saveFiles } from './save-files.ts';
import type { Canvas } from './screen.ts';
import { withShellWords } from './shell-words.ts';

type Saved = Awaited<ReturnType<typeof saveFiles>>;

export type Screen = {
  readonly colour: boolean;
  readonly width: number;
  readonly zone: string;
  readonly format: FormatName;
  /** The folder that offered files are written to. */
  readonly save: string | null;
  readonly progress: ProgressLine;
  /** Null where standard output cannot be drawn over. */
  readonly canvas: Canvas | null;
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
  const saved =
    screen.save === null ? null : await saveFiles(outgoingFiles(withDetailsInside(answer)), screen.save);
  const buttons = (answer.buttons ?? []).filter((button) => !isSame(button, request));
  show({ ...answer, buttons }, world, saved);
  const failures = (saved ?? []).flatMap(({ reason }) => reason ?? []);
  if (failures.length > 0) throw new UserError(failures.join(' '));
  return exitCodeOf(answer);
}

function show(message: Message, world: RequestWorld, saved: Saved | null): void {
  world.screen.write(textOf(message, world, saved));
}

function textOf(message: Message, { screen, commands, services }: RequestWorld, saved: Saved | null): string {
  const { format, zone } = screen;
  const now = services.now();
  const whole = () => inShell(withDetailsInside(message), commands);
  switch (format) {
    case 'json':
      return `${jsonText(answerJson(message), 2)}\n`;
    case 'ndjson':
      return answerLines(message);
    case 'markdown':
      return markdownAnswer(whole(), { zone, now });
    case 'table':
      return renderTerminal(whole(), { ...screen, commands, now, saved });
    case 'junit':
    case 'prometheus':
      throw new Error(`${format} is made of targets`);
  }
}

function inShell(message: Message, commands: readonly Command[]): Message {
  return withShellWords(
    message,
    commands.map(({ name }) => name),
  );
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
  // JSON is one thing, whose parts may have come one after another.
  const stayed: unknown[] = [];
  for await (const message of dispatch({ ...request, caller, signal, handover }, services, log)) {
    if (signal.aborted && !endsItself) return null;
    if (message.stays === true) {
      if (screen.format !== 'json') {
        screen.progress.clear();
        show(message, world, null);
      } else if (Array.isArray(message.record)) stayed.push(...message.record);
    } else {
      screen.progress.show(message);
      last = message;
    }
  }
  if (signal.aborted && !endsItself) return null;
  if (last === null || stayed.length === 0 || !Array.isArray(last.record)) return last;
  return { ...last, record: [...stayed, ...last.record] };
}

/** What broke off is not waited for: the person who pressed Ctrl-C has gone. */
function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** "Run again" of what was just run says nothing on a command line; "Undo" is the same command with other values. */
function isSame(button: Button, { command, action, values }: ParsedCommand): boolean {
  if (button.command !== command.name || (button.subcommand ?? '') !== action.name) return false;
  // A target is written out in a button.
  return Object.entries(button.values).every(([name, value]) => name === 'target' || values[name] === value);
}
