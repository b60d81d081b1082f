import { dispatch, mistakeMessage } from '../chat/asking/dispatch.ts';
import type { ParsedCommand } from '../chat/asking/parse.ts';
import { questionOf, type Superseding, supersededMessage } from '../chat/asking/superseding.ts';
import { type Form, wantedForm } from '../chat/forms/form-fields.ts';
import { pace } from '../chat/waiting/pace.ts';
import { untilAborted } from '../chat/waiting/until-aborted.ts';
import type { Command } from '../core/command.ts';
import { UserError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Message, Tone } from '../core/message.ts';
import type { Values } from '../core/option.ts';
import type { CommandServices } from '../core/services.ts';
import { visibleLine } from '../core/text/visible-text.ts';
import { fieldJson } from './button-html.ts';
import { htmlText } from './html.ts';
import { messageHtml, type Reader } from './message-html.ts';
import { commandOf, type RunBody, zoneOf } from './run-request.ts';

/** One state of an answer, as a line of the stream. The last line is the only `final` one. */
export type AnswerLine = {
  readonly html: string;
  readonly tone: Tone;
  readonly summary: string;
  readonly final: boolean;
  /** To be filled in: the command runs once it is sent with what was. */
  readonly form?: FormJson;
};

/** A form as the page draws it; `request` is what is sent with the boxes filled in. */
export type FormJson = {
  readonly title: string;
  readonly request: { readonly command: string; readonly action: string; readonly values: Values };
  readonly fields: readonly object[];
};

export type RunWorld = {
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly log: Log;
  readonly now: () => Date;
  /** For readers whose browser does not tell its own. */
  readonly zone: string;
  readonly fileHref: Reader['fileHref'];
  readonly superseding: Superseding;
};

/** A screen shows no more than this many states a second that anybody can read. */
const gapMs = 60;

const stopped = new UserError('This was stopped before it was finished. Ask again in a moment.');

const who = { platform: 'console', kind: 'user', id: 'console', name: 'console' } as const;
const place = { platform: 'console', channel: 'console' } as const;

/** Runs what the page asked for and yields its states until the answer; never throws for what was typed. */
export async function* answerLines(
  body: RunBody,
  world: RunWorld,
  signal: AbortSignal,
): AsyncGenerator<AnswerLine> {
  const { fileHref, commands } = world;
  const reader = { zone: zoneOf(body) ?? world.zone, now: world.now(), fileHref, commands };
  const read = readCommand(body, commands);
  const form = body.forms === true ? await formOf(read, world) : null;
  if (form !== null) {
    const words = `${form.title}: fill in the form.`;
    yield { html: '', tone: 'neutral', summary: words, final: true, form: formJson(form) };
    return;
  }
  let last: Message | null = null;
  for await (const message of pace(messagesOf(read, body, world, signal), gapMs)) {
    last = message;
    yield await lineOf(message, false);
  }
  if (last !== null) yield await lineOf(last, true);

  async function lineOf(message: Message, final: boolean): Promise<AnswerLine> {
    const html = await htmlText(messageHtml(message, { ...reader, now: world.now() }));
    return { html, tone: message.tone, summary: message.summary, final };
  }
}

function readCommand(body: RunBody, commands: readonly Command[]): ParsedCommand | UserError {
  try {
    return commandOf(body, commands);
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown;
    throw thrown;
  }
}

/** Null where there is none to fill in, or where it would be about nothing: then the command itself says what is wrong. */
async function formOf(read: ParsedCommand | UserError, { services, log }: RunWorld): Promise<Form | null> {
  if (read instanceof UserError) return null;
  try {
    return await wantedForm(read, services);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) log.error({ err: thrown }, 'a form could not be filled');
    return null;
  }
}

function formJson({ title, command, action, values, fields }: Form): FormJson {
  const request = { command: command.name, action: action.name, values };
  return { title: visibleLine(title), request, fields: fields.map(fieldJson) };
}

async function* messagesOf(
  read: ParsedCommand | UserError,
  body: RunBody,
  { services, log, superseding }: RunWorld,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  if (read instanceof UserError) {
    yield mistakeMessage(read);
    return;
  }
  const caller = { who, place, zone: zoneOf(body) };
  const question = body.page === undefined ? null : questionOf(read, caller);
  // Everybody on the console is the same caller; one page does not stop what another asked.
  const run = superseding.begin(
    { question: question === null ? null : `${body.page} ${question}`, message: null },
    signal,
  );
  try {
    const handover = { files: read.files ?? [], way: 'upload', remark: null } as const;
    const messages = dispatch({ ...read, caller, signal: run.signal, handover }, services, log);
    for await (const message of untilAborted(messages, run.signal)) yield message;
    if (run.superseded() !== null) yield supersededMessage;
    else if (signal.aborted) yield mistakeMessage(stopped);
  } finally {
    run.end();
  }
}
