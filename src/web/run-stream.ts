import { dispatch, mistakeMessage } from '../chat/dispatch.ts';
import { pace } from '../chat/pace.ts';
import type { Command } from '../core/command.ts';
import { UserError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Message, Tone } from '../core/message.ts';
import type { Caller } from '../core/people.ts';
import type { CommandServices } from '../core/services.ts';
import { htmlText } from './html.ts';
import { messageHtml, type Reader } from './message-html.ts';
import { commandOf, type RunBody, zoneOf } from './run-request.ts';

/** One state of an answer, as a line of the stream. The last line is the only `final` one. */
export type AnswerLine = {
  readonly html: string;
  readonly tone: Tone;
  readonly summary: string;
  readonly final: boolean;
};

export type RunWorld = {
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly log: Log;
  readonly now: () => Date;
  /** For readers whose browser does not tell its own. */
  readonly zone: string;
  readonly fileHref: Reader['fileHref'];
};

/** A screen shows no more than this many states a second that anybody can read. */
const gapMs = 60;

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
  let last: Message | null = null;
  for await (const message of pace(
    messagesOf(body, { who, place, zone: zoneOf(body) }, world, signal),
    gapMs,
  )) {
    last = message;
    yield await lineOf(message, false);
  }
  if (last !== null) yield await lineOf(last, true);

  async function lineOf(message: Message, final: boolean): Promise<AnswerLine> {
    const html = await htmlText(messageHtml(message, { ...reader, now: world.now() }));
    return { html, tone: message.tone, summary: message.summary, final };
  }
}

async function* messagesOf(
  body: RunBody,
  caller: Caller,
  { commands, services, log }: RunWorld,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  try {
    const parsed = commandOf(body, commands);
    const handover = { files: parsed.files ?? [], way: 'upload', remark: null } as const;
    const request = { ...parsed, caller, signal, handover };
    yield* dispatch(request, services, log);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    yield mistakeMessage(thrown);
  }
}
