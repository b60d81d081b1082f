import { randomUUID } from 'node:crypto';
import { type Action, type Command, fileOptionOf, secretOptionOf } from '../../core/command.ts';
import { reasonOf, UserError } from '../../core/errors.ts';
import { holdsToken, openTokenMistake } from '../../core/files/open-token.ts';
import { type Handover, nothingHanded } from '../../core/files/uploaded-file.ts';
import type { Log } from '../../core/log.ts';
import { type Message, paragraph, text } from '../../core/message.ts';
import type { Values } from '../../core/option.ts';
import type { Caller } from '../../core/people.ts';
import type { CommandServices } from '../../core/services.ts';
import type { AuditOutcome } from '../../core/watch/audit.ts';
import { refusedMessage } from '../../views/refused.ts';
import { missingOption } from './parse.ts';

export type Request = {
  readonly command: Command;
  readonly action: Action;
  readonly values: Values;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly handover?: Handover;
};

/**
 * Runs a command and yields its messages, the last one being the answer. A mistake of the caller's, a fault of ours
 * and the end of the signal come out as a message too: nothing is thrown, so no platform can forget to answer.
 */
export async function* dispatch(
  request: Request,
  services: CommandServices,
  log: Log,
): AsyncGenerator<Message> {
  const { command, action, values, caller } = request;
  const admission = await services.gate.admit({ command, action, values, caller }, services);
  if (admission.kind === 'refused') {
    yield refusedMessage(admission.refused);
    return;
  }
  // Whoever listens may leave in the middle.
  let outcome: AuditOutcome = 'stopped';
  try {
    outcome = yield* running(request, admission.services, log);
  } finally {
    admission.ended(outcome);
  }
}

async function* running(
  request: Request,
  services: CommandServices,
  log: Log,
): AsyncGenerator<Message, AuditOutcome> {
  const { command, action, values, caller, signal, handover = nothingHanded } = request;
  try {
    // A box for targets takes pasted text too.
    if (handover.files.length > 0 && fileOptionOf(action) === null) {
      throw new UserError(`/${command.name} reads no certificates. /cert does.`);
    }
    if (holdsOpenToken(action, values)) throw openTokenMistake();
    if (caller.onlyAnswers !== undefined && action.speaksLater?.(values) === true) {
      throw new UserError(caller.onlyAnswers);
    }
    const missing = action.form === undefined ? null : missingOption(command, action, values);
    if (missing !== null) throw missing;
    yield* action.run(values, caller, services, signal, handover);
    return signal.aborted && action.endsItself !== true ? 'stopped' : 'done';
  } catch (thrown) {
    if (thrown instanceof UserError) {
      yield mistakeMessage(thrown);
      return 'mistake';
    }
    // Words of a library may quote what it was given.
    const told =
      handover.files.length === 0 && secretOptionOf(action) === null ? thrown : withoutWords(thrown);
    if (signal.aborted) {
      log.info({ err: told, command: command.name, action: action.name }, 'command stopped');
      yield mistakeMessage(new UserError('This was stopped before it was finished. Ask again in a moment.'));
      return 'stopped';
    }
    const id = randomUUID().slice(0, 8);
    log.error({ err: told, id, command: command.name, action: action.name }, 'command failed');
    yield faultMessage(id, reasonOf(told));
    return 'failed';
  }
}

/** Boxes of a platform are not read by the parser. */
function holdsOpenToken({ options }: Action, values: Values): boolean {
  return options.some(({ name, kind }) => kind !== 'secret' && holdsToken(values[name] ?? ''));
}

/** A library's error may quote what it was reading, and that may be a private key: only where it happened is kept. */
function withoutWords(thrown: unknown): Error {
  const quiet = new Error('what was handed over could not be read');
  const frames =
    thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  quiet.stack = [`Error: ${quiet.message}`, ...frames].join('\n');
  return quiet;
}

/** For errors raised before there is a command to run, as by the parser. */
export function mistakeMessage(mistake: UserError): Message {
  return {
    tone: 'unknown',
    title: [text(mistake.message)],
    blocks: [],
    summary: mistake.message,
    audience: 'caller',
  };
}

function faultMessage(id: string, reason: string): Message {
  const summary = `Something broke inside Notafter (error ${id}).`;
  return {
    tone: 'unknown',
    title: [text(summary)],
    blocks: [
      paragraph(
        text(`This is our fault, not the target's. The log has it under ${id}: ${reason.slice(0, 200)}`),
      ),
    ],
    summary,
  };
}
