import { plainMessage } from '../../core/message/plain-message.ts';
import { code, date, type Inline, type Message, note, strong, text } from '../../core/message.ts';
import { durationText } from '../../core/text/duration.ts';
import type { Follow } from '../../core/watch/follow.ts';
import { verdictTones } from '../diagnosis/verdict-tones.ts';
import { stopButton } from './head.ts';
import { nameOf, stateWords, verdictNow } from './words.ts';

/** What who asked is told; the conversation itself begins with a message of its own. */
export function followBegun(follow: Follow): Message {
  const words = `is followed every ${durationText(follow.everyMs)} until`;
  return {
    tone: 'neutral',
    title: [strong(nameOf(follow)), text(` ${words} `), date(follow.until, 'clock')],
    blocks: [note(text('Changes are told in the thread of one message here; nobody is mentioned.'))],
    buttons: [stopButton(follow)],
    summary: `${nameOf(follow)} is followed every ${durationText(follow.everyMs)}`,
    record: { id: follow.id, target: follow.target, everyMs: follow.everyMs, until: follow.until },
  };
}

export function followStopped(follow: Follow, stopped: boolean): Message {
  const lead = stopped ? 'is followed no more; the summary is in its thread' : 'was not followed any more';
  return { ...plainMessage(`${nameOf(follow)} ${lead}.`), record: { id: follow.id, stopped } };
}

export function followList(follows: readonly Follow[]): Message {
  if (follows.length === 0) {
    return {
      ...plainMessage('Nothing is followed here. Begin: /follow api.example.org every 15s for 30m'),
      record: [],
    };
  }
  const lead =
    follows.length === 1 ? 'One target is followed here' : `${follows.length} targets are followed here`;
  return {
    tone:
      follows.map(({ course }) => verdictTones[verdictNow(course)]).find((tone) => tone === 'bad') ??
      'neutral',
    title: [text(lead)],
    blocks: [{ kind: 'list', items: follows.map(listLine) }],
    buttons: follows.map((follow) => ({
      ...stopButton(follow),
      label: `Stop ${nameOf(follow).slice(0, 40)}`,
    })),
    summary: lead,
    record: follows.map(({ id, target, everyMs, until, course }) => ({
      id,
      target,
      everyMs,
      until,
      verdict: verdictNow(course),
    })),
  };
}

/** Which of them is to be stopped. */
export function followChoice(follows: readonly Follow[]): Message {
  const lead = `Which one is to be stopped? ${follows.length} are followed here, so say its id or press its button`;
  return { ...followList(follows), tone: 'neutral', title: [text(lead)], summary: lead };
}

function listLine(follow: Follow): readonly Inline[] {
  return [
    strong(nameOf(follow)),
    text(` ${stateWords(follow)}; every ${durationText(follow.everyMs)} until `),
    date(follow.until, 'clock'),
    text(', '),
    code(follow.id),
  ];
}
