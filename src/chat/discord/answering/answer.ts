import { setTimeout as wait } from 'node:timers/promises';
import type { Message as DiscordMessage } from 'discord.js';
import { offeredFiles } from '../../../core/files/offered-file.ts';
import type { Message } from '../../../core/message.ts';
import type { PlatformWorld } from '../../../core/platform.ts';
import type { CommandServices } from '../../../core/services.ts';
import { dispatch, type Request } from '../../asking/dispatch.ts';
import {
  messageKey,
  questionOf,
  type Run,
  type Superseding,
  supersededMessage,
} from '../../asking/superseding.ts';
import { withFileHint } from '../../showing/file-hint.ts';
import { nothingSaid, stopped } from '../../showing/last-words.ts';
import { outgoingFiles } from '../../showing/outgoing-files.ts';
import { withPictureWords } from '../../showing/picture-words.ts';
import { shellCommand } from '../../showing/shell-command.ts';
import { pace } from '../../waiting/pace.ts';
import { untilAborted } from '../../waiting/until-aborted.ts';
import { isExpired, outcomeOf, readRefusal } from '../api/refusal.ts';
import { type Compose, composing } from '../rendering/compose.ts';
import type { Layouts } from '../rendering/layouts.ts';
import { answerLimits } from '../rendering/limits.ts';
import type { Part } from '../rendering/parting.ts';
import { sayLate } from './say-late.ts';
import { createSurface, type Deferred, type Surface } from './surface.ts';

export type AnswerWorld = PlatformWorld & {
  readonly services: CommandServices;
  /** Stands in for https://discord.com/api. */
  readonly apiUrl: string | undefined;
  /** The server whose members count; null: each the bot is in. */
  readonly onlyGuild: string | null;
  readonly layouts: Layouts;
  readonly part: Part;
  readonly runs: Superseding;
};

/** Who sees it; `told by the answer`: deferred for the caller alone, and shown to everybody if it may be. */
export type Audience = 'channel' | 'caller' | 'told by the answer';

export type Asked = {
  readonly request: Request;
  readonly audience: Audience;
  /** The message that shows the answer in its place, where its button was pressed for that; null: it has its own. */
  readonly renewed: DiscordMessage | null;
};

/**
 * Between tries of the last words of an answer. The message says that the bot is thinking for as long as nothing else is said,
 * so that an outage of minutes is sat out; after a quarter of an hour Discord takes nothing any more.
 */
const pausesMs = [
  answerLimits.editGapMs,
  answerLimits.editGapMs,
  5000,
  10_000,
  30_000,
  60_000,
  60_000,
  60_000,
];

/**
 * Runs what was asked and edits the deferred message as the answer grows. Never rejects: what Discord refuses is
 * logged, for there is nobody left to tell.
 */
export async function answer(interaction: Deferred, asked: Asked, world: AnswerWorld): Promise<void> {
  const { audience, renewed } = asked;
  const isPrivate = audience !== 'channel';
  const surface = createSurface(interaction, renewed, world.layouts, isPrivate);
  const run = beginRun(asked, world.runs);
  const showing: Showing = { surface, run, request: { ...asked.request, signal: run.signal }, world };
  try {
    const { last, seen, isAside } = await grow(showing, renewed !== null || !isPrivate);
    if (isAside) return await sayAside(interaction, last, renewed === null, showing);
    if (seen.kind === 'overtaken') return;
    // What a newer run took over needs no late word of its own.
    if (seen.kind === 'expired' && run.superseded() !== null) return;
    const compose = await composed(last, showing);
    if (seen.kind === 'expired') {
      await sayLate(interaction, compose, { isPrivate, caller: asked.request.caller }, world);
    }
    if (seen.kind !== 'shown') return;
    if (audience === 'told by the answer' && last.audience !== 'caller') {
      await publish(interaction, compose, showing);
    } else await surface.add(compose, 1, isPrivate);
  } catch (thrown) {
    const { name } = asked.request.command;
    world.log.error({ ...readRefusal(thrown), command: name }, 'an answer did not reach Discord');
  } finally {
    run.end();
  }
}

function beginRun({ request, renewed }: Asked, runs: Superseding): Run {
  const { command, action, values, caller, handover } = request;
  const files = handover === undefined || handover.files.length === 0 ? {} : { files: handover.files };
  const question = questionOf({ command, action, values, ...files }, caller);
  const message = renewed === null ? null : messageKey(renewed.channelId, renewed.id);
  return runs.begin({ question, message }, request.signal);
}

type Grown = { readonly last: Message; readonly seen: Shown; readonly isAside: boolean };

/** Shows the answer as it grows; what it ended as, and whether that could be seen. */
async function grow(showing: Showing, isSeenByOthers: boolean): Promise<Grown> {
  const { request, run, world } = showing;
  let last: Message | null = null;
  let seen: Shown = { kind: 'failed', message: null };
  const growing = pace(dispatch(request, world.services, world.log), answerLimits.editGapMs);
  for await (const message of untilAborted(growing, run.signal)) {
    last = message;
    if (message.aside === true && isSeenByOthers) return { last, seen, isAside: true };
    if (seen.kind !== 'expired') seen = await show(message, showing);
  }
  last = run.signal.aborted ? lastWords(run) : (last ?? nothingSaid);
  for (let again = 0; mayShow(seen, last) && again <= pausesMs.length; again += 1) {
    if (again > 0 || (seen.afterMs ?? 0) > 0) await pauseBefore(seen, pausesMs[again - 1] ?? 0, showing);
    if (run.signal.aborted) last = lastWords(run);
    seen = await show(last, showing);
  }
  return { last, seen, isAside: false };
}

function lastWords(run: Run): Message {
  return run.superseded() === null ? stopped : supersededMessage;
}

/** As long as Discord asks for: nothing that is said before that is taken. */
async function pauseBefore({ afterMs = 0 }: Shown, ownMs: number, { run }: Showing): Promise<void> {
  const ms = Math.max(answerLimits.editGapMs, ownMs, afterMs);
  // The last words of a run that was stopped come soon or not at all.
  const isOver = run.signal.aborted;
  await wait(isOver ? answerLimits.editGapMs : ms, undefined, isOver ? {} : { signal: run.signal }).catch(
    () => undefined,
  );
}

type Showing = {
  readonly surface: Surface;
  readonly run: Run;
  readonly request: Request;
  readonly world: AnswerWorld;
};

/**
 * What came of showing a message. `failed` may work when tried again; `expired`: the 15 minutes are over; `overtaken`: the
 * message shows a newer run.
 */
type Shown = {
  readonly kind: 'shown' | 'failed' | 'refused' | 'expired' | 'overtaken';
  readonly message: Message | null;
  /** How long Discord wants quiet before the next try. */
  readonly afterMs?: number;
};

/** For who asked alone; a public "thinking ..." has to go first, or this would take its place there. */
async function sayAside(
  interaction: Deferred,
  words: Message,
  isThinking: boolean,
  showing: Showing,
): Promise<void> {
  if (isThinking) await interaction.deleteReply();
  await showing.surface.add(await composed(words, showing), 0, true);
}

/** Said once more for everybody; what the caller saw alone then goes. A follow-up to a shown answer stands by itself. */
async function publish(
  interaction: Deferred,
  compose: Compose,
  { surface, request, world }: Showing,
): Promise<void> {
  try {
    await surface.add(compose, 0, false);
    await interaction.deleteReply();
  } catch (thrown) {
    // The caller has it at least.
    world.log.warn(
      { ...readRefusal(thrown), command: request.command.name },
      'an answer was shown to its caller only',
    );
  }
}

function mayShow(seen: Shown, message: Message): boolean {
  if (seen.kind === 'expired' || seen.kind === 'overtaken') return false;
  return seen.kind === 'failed' || seen.message !== message;
}

/** An edit that fails is no reason to stop: the next one shows more. */
async function show(message: Message, showing: Showing): Promise<Shown> {
  const { surface, run, request, world } = showing;
  try {
    const compose = await composed(message, showing);
    const at = await run.saying(() => surface.put(compose));
    if (at === null) return { kind: 'overtaken', message };
    run.holds(messageKey(request.caller.place.channel, at));
    return { kind: 'shown', message };
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    world.log.warn({ ...refusal, command: request.command.name }, 'Discord took no edit');
    if (isExpired(refusal)) return { kind: 'expired', message };
    // Without the files the rest may be taken: a server may forbid them, and a proxy may find them too large.
    if (outgoingFiles(message).length > 0 && outcomeOf(refusal).kind === 'refused') {
      const seen = await show(withoutFiles(message, showing), showing);
      return { ...seen, message };
    }
    if (outcomeOf(refusal).kind !== 'retry') return { kind: 'refused', message };
    return { kind: 'failed', message, afterMs: refusal.retryAfterMs ?? 0 };
  }
}

function withoutFiles(message: Message, { request, world }: Showing): Message {
  const { command, action, values } = request;
  const reason = 'Discord did not take it.';
  const shell = shellCommand({ command: command.name, subcommand: action.name, values }, world.commands);
  const told = withFileHint(message, offeredFiles(message), reason, shell);
  const { files: _, ...words } = withPictureWords(told, reason);
  return words;
}

async function composed(message: Message, { request, world }: Showing): Promise<Compose> {
  const origin = { command: request.command.name, action: request.action.name };
  return composing(await world.part(message), origin, world);
}
