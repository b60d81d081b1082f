import { offeredFiles } from '../../../core/files/offered-file.ts';
import { type Block, date, type Message, note, text as plain, type Tone } from '../../../core/message.ts';
import { messageKey } from '../../asking/superseding.ts';
import { withFileHint } from '../../showing/file-hint.ts';
import { type OutgoingFile, outgoingFiles } from '../../showing/outgoing-files.ts';
import { withPictureWords } from '../../showing/picture-words.ts';
import { partDetails } from '../../showing/with-details.ts';
import type { Payload } from '../api/payload.ts';
import { outcomeOf } from '../api/refusal.ts';
import { fileKey, shareFiles } from '../files/files-out.ts';
import type { Asked } from './asked.ts';
import { createPlaced, type Spot } from './placed.ts';
import { putReplies } from './replies.ts';
import type { Responder } from './responder.ts';
import { behindButton, callerVoice, inviteHint, sayDirectly, type Voice, whisper } from './voices.ts';

const notThere = 'Notafter is not in this channel; write /invite @notafter here and ask again.';
const notTaken = 'Slack did not take the answer as a message.';
const nothingMore: Message = {
  tone: 'neutral',
  title: [plain('The answer above was renewed, and there is no more to it now.')],
  blocks: [],
  summary: 'The answer above was renewed, and there is no more to it now.',
};

/** Of what is well nobody wants to read more, until they ask for it. */
const detailsInThread: ReadonlySet<Tone> = new Set(['bad', 'warning', 'unknown']);

/**
 * A message of the bot's that everybody there sees, with what there is more to say in its thread. Where the bot may not post it
 * goes through the response_url, and where there is none to who asked.
 */
export function channelVoice(asked: Asked, spot: Spot, responder: Responder | null): Voice {
  const { run, draw, drawAll, shell, log, client, sharedFiles, replies, now } = asked;
  const placed = createPlaced(asked, spot);
  let isHelped = false;

  async function respond(words: Message): Promise<void> {
    if (responder === null || responder.uses() > 0) return;
    // Only a button's response_url replaces a message. What a slash command's says stays: progress is for the caller.
    const replaces = spot.message !== undefined;
    isHelped = placed.isAbsent() && !replaces;
    const told = isHelped ? withHint(words) : words;
    await responder.respond(replaces ? 'in_channel' : 'ephemeral', replaces, await draw(told));
  }

  /** Nothing that the bot posts is taken there. */
  async function sayOtherwise(words: Message): Promise<void> {
    const reason = placed.isAbsent() ? notThere : notTaken;
    const head = await behindButton(words, asked);
    const told = withPictureWords(withFileHint(head, offeredFiles(words), reason, shell), reason);
    const shown = await draw(placed.isAbsent() ? withHint(told) : told);
    if (await responder?.respond('in_channel', spot.message !== undefined, shown)) {
      if (placed.isAbsent() && !isHelped)
        await responder?.respond('ephemeral', false, await draw(invitation));
      return;
    }
    if (asked.caller === null) return log.error({ reason }, 'an answer did not reach Slack');
    const why = note(plain(`This is said here because the channel did not take it. ${reason}`));
    await sayDirectly(asked, asked.caller, [await draw({ ...told, blocks: [...told.blocks, why] })]);
  }

  async function isSaid(words: Message): Promise<readonly Payload[] | null> {
    const [first, ...more] = await drawAll(words, 'shared');
    return (await placed.insist(first)) === null ? more : null;
  }

  /** Under the message, once it is said; gives why a file is not there. */
  async function attach(files: readonly OutgoingFile[]): Promise<string | null> {
    const [message, thread] = [placed.message(), placed.thread()];
    const keyOf = (file: OutgoingFile) => fileKey(messageKey(spot.channel, message ?? ''), file);
    // "Check again" changes the message, and its file lies in the thread already.
    const wanted = files.filter((file) => !sharedFiles.has(keyOf(file)));
    if (wanted.length === 0 || message === undefined || run.superseded() === 'in-place') return null;
    const refusal = await shareFiles(client, wanted, { channel: spot.channel, thread });
    if (refusal === null) {
      for (const file of wanted) sharedFiles.add(keyOf(file));
      return null;
    }
    log.warn(refusal, 'Slack took no file');
    return outcomeOf(refusal).reason;
  }

  async function reply(parts: readonly Payload[]): Promise<boolean> {
    const [message, thread] = [placed.message(), placed.thread()];
    if (message === undefined || thread === undefined) return false;
    const under = { channel: spot.channel, message, thread };
    return (await putReplies(asked, under, parts, await draw(nothingMore))) === null;
  }

  async function finishHere(words: Message): Promise<void> {
    const hadReplies = placed.message() !== undefined && hasReplies(placed.message() ?? '');
    const { details } = partDetails(words, null);
    const isBelow = details !== null && (detailsInThread.has(words.tone) || hadReplies);
    const head = isBelow ? partDetails(words, null).head : await behindButton(words, asked);
    const more = await isSaid(head);
    if (run.superseded() === 'in-place') return;
    if (more === null) return sayOtherwise(words);
    const told = isBelow ? withTime(details) : null;
    const below = async (message: Message | null) => [
      ...more,
      ...(message === null ? [] : await drawAll(message, 'reply')),
    ];
    const parts = await below(told);
    const isThere = parts.length === 0 && !hadReplies ? true : await reply(parts);
    if (!isThere && isBelow) await isSaid(await behindButton(words, asked));
    const reason = await attach(outgoingFiles(head));
    if (reason !== null) {
      await isSaid(withPictureWords(withFileHint(head, offeredFiles(head), reason, shell), reason));
    }
    if (told === null || !isThere) return;
    const because = await attach(outgoingFiles(told));
    if (because !== null) await reply(await below(withFileWords(told, because, shell)));
  }

  function hasReplies(message: string): boolean {
    return replies.of(messageKey(spot.channel, message)).length > 0;
  }

  /** Of an answer that was renewed one has to see how old it is. */
  function withTime(details: Message): Message {
    if (spot.message === undefined) return details;
    const when = note(plain('Renewed '), date(now(), 'absolute'));
    return { ...details, blocks: [...details.blocks, when] };
  }

  async function sayAside(words: Message): Promise<void> {
    if (responder !== null) return callerVoice(asked, responder, false).finish(words);
    if (asked.caller !== null && !spot.channel.startsWith('D')) {
      return whisper(asked, spot, asked.caller).finish(words);
    }
    return finishHere(words);
  }

  return {
    run,
    isShown: () => placed.isOpen() && placed.message() !== undefined,
    async progress(words) {
      const { head } = partDetails(words, null);
      if (placed.isOpen()) await placed.show(await draw(head));
      if (!placed.isOpen()) await respond(head);
    },
    async finish(words) {
      if (words.aside === true) return sayAside(words);
      const isFirst = placed.message() === undefined;
      if (words.audience === 'caller' && isFirst && responder !== null) {
        return callerVoice(asked, responder, false).finish(words);
      }
      return placed.isOpen() ? finishHere(words) : sayOtherwise(words);
    },
  };
}

function withHint(words: Message): Message {
  return { ...words, blocks: [...words.blocks, inviteHint] };
}

const invitation: Message = {
  tone: 'neutral',
  title: [plain(notThere)],
  blocks: [],
  summary: notThere,
};

/** A file is text: where it cannot be taken its words can. */
function withFileWords(details: Message, reason: string, shell: string | null): Message {
  const files = offeredFiles(details);
  const blocks = files.flatMap(({ name, text }): readonly Block[] => [
    { kind: 'labelled', label: name, inlines: [] },
    { kind: 'code', text: text.trimEnd() },
  ]);
  return withFileHint({ ...details, blocks: [...details.blocks, ...blocks] }, files, reason, shell);
}
