import { plainMessage } from '../../core/message/plain-message.ts';
import {
  type Block,
  type Button,
  date,
  type Inline,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import { targetText } from '../../core/target.ts';
import { utcText } from '../../core/text/utc-text.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import type { Mute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { bounded } from '../alarm/parts.ts';

type Values = Readonly<Record<string, string>>;

export type MutedContent = {
  /** What was typed: a target, a label, "all". */
  readonly name: string;
  /** Those that name it again: `what`, `address`, `client`. */
  readonly values: Values;
  readonly mute: Mute;
  readonly changed: readonly Endpoint[];
  /** Muted already, for as long or longer. */
  readonly kept: readonly Endpoint[];
  readonly isLimited: boolean;
  /** Open alarms that are muted now, and those that no maintenance mutes. */
  readonly muted: readonly Incident[];
  readonly loud: readonly Incident[];
  /** To mute it as it was before; null: it was not muted. */
  readonly undo: Values | null;
};

const mostNames = 8;

/** What `/watch mute` would be given for this mute. */
export function muteValues(values: Values, { until, reason }: Mute): Values {
  return { ...values, for: until.toISOString(), ...(reason === null ? {} : { reason }) };
}

export function mutedMessage(content: MutedContent): Message {
  const { mute, changed, kept, isLimited, muted, loud } = content;
  const subject = subjectOf(content.name, [...changed, ...kept]);
  if (changed.length === 0) {
    return { ...plainMessage(`${subject} muted already, for as long or longer. Nothing was changed.`) };
  }
  const why = mute.reason === null ? '' : `: ${bounded(mute.reason, 300)}`;
  const title: readonly Inline[] = [
    strong(subject),
    text(' muted until '),
    date(mute.until, 'absolute'),
    text(why),
  ];
  return {
    tone: 'neutral',
    title,
    blocks: [
      note(
        text(
          'Looked at and recorded as ever, but it opens no alarm and calls nobody before. A certificate that becomes critical or expires is told all the same.',
        ),
      ),
      ...(isLimited ? [note(text('That is the longest there is: 14 days.'))] : []),
      ...(kept.length > 0 && changed.length > 0
        ? [note(text(`Muted already, for as long or longer, and left so: ${namesOf(kept)}.`))]
        : []),
      ...(muted.length === 0 ? [] : [note(text(`Open alarms muted with it: ${alarmNames(muted)}.`))]),
      ...loudBlocks(loud),
    ],
    buttons: buttonsOf(content),
    summary: `${subject} muted until ${utcText(mute.until)}${why}`,
    record: { ...mute, changed, kept },
  };
}

function loudBlocks(loud: readonly Incident[]): readonly Block[] {
  if (loud.length === 0) return [];
  return [
    {
      kind: 'paragraph',
      inlines: [
        strong('Not muted: '),
        text(
          `${alarmNames(loud)}, whose certificate is about to end or has ended. /alarm snooze holds that.`,
        ),
      ],
    },
  ];
}

function buttonsOf({ values, mute, kept, undo }: MutedContent): readonly Button[] {
  const of = (label: string, subcommand: string, given: Values): Button => ({
    label,
    command: 'watch',
    subcommand,
    values: given,
  });
  const unmute = of('Unmute', 'unmute', values);
  if (undo !== null) return [of('Undo', 'mute', undo), unmute];
  // Those that were muted before stay so.
  if (kept.length > 0) {
    return [of('Undo', 'unmute', { ...values, set: String(mute.at.getTime()) }), unmute];
  }
  return [unmute];
}

export function unmutedMessage(name: string, endpoints: readonly Endpoint[], undo: Values | null): Message {
  const lead = `${subjectOf(name, endpoints)} not muted any more`;
  return {
    tone: 'good',
    title: [text(lead)],
    blocks: [note(text('What still stands is told now, as if it had been found now.'))],
    buttons: undo === null ? [] : [{ label: 'Undo', command: 'watch', subcommand: 'mute', values: undo }],
    summary: lead,
    record: endpoints,
  };
}

export function notMutedMessage(name: string): Message {
  return plainMessage(`${bounded(name)} is not muted. Nothing was changed.`);
}

/** "api.example.org is", "team=payments (3 endpoints) is". */
function subjectOf(name: string, endpoints: readonly Endpoint[]): string {
  const [only, ...others] = endpoints;
  if (only !== undefined && others.length === 0) return `${bounded(targetText(only.target))} is`;
  return `${bounded(name)} (${endpoints.length} endpoints) is`;
}

function namesOf(endpoints: readonly Endpoint[]): string {
  return listed(endpoints.map(({ target }) => targetText(target)));
}

function alarmNames(incidents: readonly Incident[]): string {
  return listed([...new Set(incidents.map(({ told }) => told.name))]);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).map((name) => bounded(name));
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
