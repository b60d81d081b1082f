import {
  type Block,
  type Button,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import { type Mention, mentionText } from '../../core/people.ts';
import type { DeedOutcome, RecheckReport } from '../../core/services.ts';
import { absoluteText } from '../../core/text/time-text.ts';
import type { Incident, ToldEndpoint } from '../../core/watch/alarm/incident.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import { bounded, endpointsText, peopleInlines } from './parts.ts';
import { endWords } from './wordings.ts';

type Known = Exclude<DeedOutcome, { readonly kind: 'unknown' }>;

const mostNamed = 10;
const longestReason = 160;
const limitNote = note(
  text(
    'That is the longest there is: 14 days, and never past the end of a certificate that is about to end.',
  ),
);

/** To who pressed, and to nobody else: the thread of the alarm has told the others. */
export function onItAnswer(outcome: Known, isLimited: boolean, now: Date): Message {
  const { incident } = outcome;
  const until = incident.acknowledged?.until ?? now;
  if (outcome.kind === 'over') return overAnswer(incident);
  const already = outcome.kind === 'unchanged' ? ' already' : '';
  return answer(
    [text(`You are on it${already} until `), date(until, 'absolute'), text(': '), name(incident)],
    [note(text('Nobody is called until then, unless it gets worse.')), ...(isLimited ? [limitNote] : [])],
    [handBackButton(incident, 'Hand back')],
  );
}

export function handBackAnswer(outcome: Known, now: Date): Message {
  const { incident } = outcome;
  if (outcome.kind === 'over') return overAnswer(incident);
  if (outcome.kind === 'unchanged' && activeMute(incident, now) !== null) {
    return answer([
      text('It is muted with its endpoints, for maintenance: '),
      name(incident),
      text('. /watch unmute ends that.'),
    ]);
  }
  if (outcome.kind === 'unchanged') {
    return answer([text('Nobody had it in hand, and it was not muted: '), name(incident)]);
  }
  return answer([
    text('Handed back: '),
    name(incident),
    text('. If nobody takes it, the next in line is called.'),
  ]);
}

export function snoozeAnswer(outcome: Known, isLimited: boolean): Message {
  const { incident } = outcome;
  if (outcome.kind === 'over') return overAnswer(incident);
  const already = outcome.kind === 'unchanged' ? ' already' : '';
  return answer(
    [
      name(incident),
      text(` is muted${already}`),
      ...(incident.snoozedUntil === null ? [] : [text(' until '), date(incident.snoozedUntil, 'absolute')]),
    ],
    [note(text('Nobody is called until then, unless it gets worse.')), ...(isLimited ? [limitNote] : [])],
    [handBackButton(incident, 'Undo')],
  );
}

export function reassignAnswer(outcome: Known, before: readonly Mention[]): Message {
  const { incident } = outcome;
  if (outcome.kind === 'over') return overAnswer(incident);
  if (outcome.kind === 'unchanged') {
    return answer([
      name(incident),
      text(' belongs to '),
      ...peopleInlines(incident.owners),
      text(' already.'),
    ]);
  }
  const undo: readonly Button[] =
    before.length === 0
      ? []
      : [
          {
            label: 'Undo',
            command: 'alarm',
            subcommand: 'owner',
            values: { id: incident.id, to: before.map(mentionText).join(' ') },
          },
        ];
  return answer(
    [
      name(incident),
      text(' was given to '),
      ...peopleInlines(incident.owners),
      text(', who is called for it.'),
    ],
    [note(text('This alarm only. For good: /watch owner'))],
    undo,
  );
}

export function recheckProgress({ told }: Incident, looked: number, of: number | null): Message {
  const count = of === null ? '' : ` ${looked} of ${of}`;
  const summary = `Looking again at ${bounded(told.name)}${count} ...`;
  return { tone: 'neutral', title: [text(summary)], blocks: [], summary };
}

/** Which endpoints have it still: the question that was asked. */
export function recheckAnswer(outcome: Known): Message {
  const { incident } = outcome;
  const report = outcome.kind === 'done' ? outcome.report : undefined;
  if (report === undefined) return overAnswer(incident);
  const { healthy, still, unseen } = report;
  const total = healthy.length + still.length + unseen.length;
  if (total === 0) {
    return answer([text('None of its endpoints is watched any more: '), name(incident)]);
  }
  const isLapse = incident.problem === 'lapse';
  const counts = [
    ...(healthy.length > 0 ? [`${healthy.length} ${isLapse ? 'renewed' : 'in order'}`] : []),
    ...(still.length > 0
      ? [`${still.length} still ${isLapse ? 'with the old certificate' : 'in trouble'}`]
      : []),
    ...(unseen.length > 0 ? [`${unseen.length} could not be seen`] : []),
  ].join(', ');
  const over = incident.endedAt === null ? '' : ' The alarm is over.';
  const summary = `${bounded(incident.told.name)}: of ${total} ${total === 1 ? 'endpoint' : 'endpoints'} ${counts}.${over}`;
  return {
    tone: still.length + unseen.length === 0 ? 'good' : 'warning',
    title: [name(incident), text(summary.slice(bounded(incident.told.name).length))],
    blocks: reportBlocks(report, isLapse),
    buttons: again(incident, [...still, ...unseen.map(({ endpoint }) => endpoint)]),
    summary,
    record: { incident, report },
  };
}

function reportBlocks({ healthy, still, unseen }: RecheckReport, isLapse: boolean): readonly Block[] {
  const blocks: Block[] = [];
  if (still.length > 0) {
    const label = isLapse ? 'Still the old certificate' : 'Still in trouble';
    blocks.push(labelled(label, text(endpointsText(still, 0, mostNamed))));
  }
  if (unseen.length > 0) {
    const items = unseen
      .slice(0, mostNamed)
      .map(({ endpoint, reason }): readonly Inline[] => [
        strong(bounded(endpoint.name)),
        text(`: ${bounded(reason, longestReason)}`),
      ]);
    blocks.push(labelled('Could not be seen'), { kind: 'list', items });
  }
  if (healthy.length > 0 && still.length + unseen.length > 0) {
    blocks.push(labelled(isLapse ? 'Renewed' : 'In order', text(endpointsText(healthy, 0, mostNamed))));
  }
  if (still.length > 0 && isLapse) {
    blocks.push(note(text('Load the new certificate there and reload the server; then check again.')));
  }
  return blocks;
}

function again(incident: Incident, left: readonly ToldEndpoint[]): readonly Button[] {
  if (left.length === 0 || incident.endedAt !== null) return [];
  return [{ label: 'Check again', command: 'alarm', subcommand: 'renewed', values: { id: incident.id } }];
}

/** Late, or after somebody else: harmless, and said plainly. */
function overAnswer(incident: Incident): Message {
  const ended: readonly Inline[] =
    incident.endedAt === null ? [] : [text(' since '), date(incident.endedAt, 'absolute')];
  return answer([
    text('This alarm is over'),
    ...ended,
    text(': '),
    name(incident),
    text(` ${endWords(incident, incident.end ?? 'recovered')}. Nothing was changed.`),
  ]);
}

function handBackButton({ id }: Incident, label: string): Button {
  return { label, command: 'alarm', subcommand: 'hand-back', values: { id } };
}

function name({ told }: Incident): Inline {
  return strong(bounded(told.name));
}

function answer(
  title: readonly Inline[],
  blocks: readonly Block[] = [],
  buttons: readonly Button[] = [],
): Message {
  const summary = title
    .map((inline) => {
      switch (inline.kind) {
        case 'date':
          return absoluteText(inline.at, 'UTC', inline.at);
        case 'mention':
        case 'person':
          return inline.who.name;
        default:
          return inline.text;
      }
    })
    .join('');
  return { tone: 'neutral', title, blocks, buttons, summary, audience: 'caller' };
}
