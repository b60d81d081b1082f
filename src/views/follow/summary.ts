import {
  type Block,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import type { Follow, FollowCourse } from '../../core/watch/follow.ts';
import { verdictTones } from '../diagnosis/verdict-tones.ts';
import { changeLine } from './notes.ts';
import { lastedText, looksText, nameOf, stateWords, verdictNow } from './words.ts';

const mostLines = 30;

/** The last word in the thread: whether and when it recovered, how long it was down, what changed when. */
export function followSummary(follow: Follow): Message {
  const { course, ended } = follow;
  const name = nameOf(follow);
  const title = verdictInlines(follow);
  const blocks: readonly Block[] = [
    ...downBlocks(course),
    labelled('Looks', text(`${looksText(course)}.`)),
    ...toldBlocks(course),
    ...endInlines(follow),
  ];
  const outcome =
    course.recoveredAt === null || course.blind !== null ? `it ${stateWords(follow)}` : 'it recovered';
  const why = ended?.why === 'stopped' ? 'Following was stopped' : 'Following is over';
  return {
    tone: verdictTones[verdictNow(course)],
    title: [text(`${why}: `), strong(name), text(' '), ...title],
    blocks,
    summary: `${why}: ${name}, ${outcome}`,
    record: followRecord(follow),
  };
}

function verdictInlines(follow: Follow): readonly Inline[] {
  const { course } = follow;
  const { state, recoveredAt, blind, looks } = course;
  if (recoveredAt !== null && blind === null) return [text('recovered at '), date(recoveredAt, 'clock')];
  if (
    state !== null &&
    state.verdict === 'healthy' &&
    looks.broken + looks.degraded === 0 &&
    blind === null
  ) {
    return [text('was healthy all the time')];
  }
  if (state === null || blind !== null) return [text(stateWords(follow))];
  return [text(`${stateWords(follow)}, since `), date(state.since, 'clock'), text('; it did not recover')];
}

function downBlocks({ spentMs, looks }: FollowCourse): readonly Block[] {
  const parts = (['broken', 'degraded', 'unknown'] as const)
    .filter((verdict) => spentMs[verdict] > 0 || looks[verdict] > 0)
    .map((verdict) => `${verdict === 'unknown' ? 'not seen' : verdict} for ${lastedText(spentMs[verdict])}`);
  if (parts.length === 0) return [];
  const well = spentMs.healthy > 0 ? [`healthy for ${lastedText(spentMs.healthy)}`] : [];
  return [labelled('In all', text(`${[...parts, ...well].join(', ')}, counted from look to look.`))];
}

function toldBlocks({ told, earlier }: FollowCourse): readonly Block[] {
  if (told.length === 0) return [];
  const shown = told.slice(-mostLines);
  const left = earlier + told.length - shown.length;
  return [
    labelled('What changed when'),
    ...(left === 0
      ? []
      : [note(text(`${left} earlier ${left === 1 ? 'change is' : 'changes are'} left out.`))]),
    { kind: 'list', items: shown.map(changeLine) },
  ];
}

function endInlines({ ended, startedAt }: Follow): readonly Block[] {
  if (ended === null) return [];
  const by: readonly Inline[] = ended.by === null ? [] : [text(' by '), { kind: 'person', who: ended.by }];
  return [
    note(
      text('Followed from '),
      date(startedAt, 'clock'),
      text(' to '),
      date(ended.at, 'clock'),
      text(ended.why === 'time' ? ', as long as was asked for' : ', then stopped'),
      ...by,
      text('.'),
    ),
  ];
}

/** For `--json`. */
function followRecord({ target, startedAt, until, everyMs, ended, course }: Follow) {
  const { looks, spentMs, state, blind, recoveredAt, told, earlier } = course;
  return {
    target,
    startedAt,
    until,
    everyMs,
    ended,
    verdict: verdictNow(course),
    cause: state?.cause?.id ?? null,
    since: state?.since ?? null,
    couldNotLook: blind,
    recoveredAt,
    looks,
    spentMs,
    changes: told,
    earlierChanges: earlier,
  };
}
