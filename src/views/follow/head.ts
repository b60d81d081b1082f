import {
  type Block,
  type Button,
  date,
  type Inline,
  type Message,
  note,
  paragraph,
  strong,
  text,
} from '../../core/message.ts';
import { durationText } from '../../core/text/duration.ts';
import type { Follow } from '../../core/watch/follow.ts';
import { targetValues } from '../diagnosis/buttons.ts';
import { verdictTones } from '../diagnosis/verdict-tones.ts';
import { looksText, nameOf, stateWords, verdictNow } from './words.ts';

/** The one message that everybody sees: how it is now, and until when it is followed. It mentions nobody. */
export function followHead(follow: Follow): Message {
  const { course, ended } = follow;
  const name = nameOf(follow);
  const words = ended === null ? stateWords(follow) : `was followed; at the end it ${stateWords(follow)}`;
  const tone = course.lastLookAt === null ? 'neutral' : verdictTones[verdictNow(course)];
  return {
    tone,
    title: [strong(name), text(` ${words}`)],
    blocks: [...sinceBlocks(follow), paragraph(...scheduleInlines(follow)), note(...lookInlines(follow))],
    buttons: [...(ended === null ? [stopButton(follow)] : []), checkButton(follow)],
    summary: `${name} ${words}`,
  };
}

export function stopButton({ id }: Follow): Button {
  return { label: 'Stop', command: 'follow', subcommand: 'stop', values: { which: id }, style: 'danger' };
}

function checkButton({ target }: Follow): Button {
  const { status, body } = target.expected ?? {};
  const values = {
    ...targetValues(target),
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { expect: body }),
  };
  return { label: 'Check', command: 'check', values };
}

function sinceBlocks({ course: { state, blind } }: Follow): readonly Block[] {
  if (state === null) return [];
  const words = blind === null ? ` since ` : ` when it was last seen, since `;
  const verdict = `${state.verdict.charAt(0).toUpperCase()}${state.verdict.slice(1)}`;
  return [paragraph(strong(verdict), text(words), date(state.since, 'clock'))];
}

function scheduleInlines({ everyMs, until, by, ended }: Follow): readonly Inline[] {
  const every = durationText(everyMs);
  const begun: readonly Inline[] = [text(' Begun by '), { kind: 'person', who: by }, text('.')];
  if (ended === null)
    return [text(`Looked at every ${every} until `), date(until, 'clock'), text('.'), ...begun];
  const who: readonly Inline[] = ended.by === null ? [] : [text(' by '), { kind: 'person', who: ended.by }];
  const how = ended.why === 'time' ? 'Its time was over at ' : 'Stopped at ';
  return [text(how), date(ended.at, 'clock'), ...who, text(`; it was looked at every ${every}.`), ...begun];
}

function lookInlines({ course }: Follow): readonly Inline[] {
  if (course.lastLookAt === null)
    return [text('The first look is on its way; what changes is told in the thread.')];
  return [text('Last look '), date(course.lastLookAt, 'clock'), text(`. ${looksText(course)}.`)];
}
