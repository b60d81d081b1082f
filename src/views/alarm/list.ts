import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  strong,
  text,
} from '../../core/message.ts';
import { placeWord } from '../../core/people.ts';
import { shorten } from '../../core/text/shorten.ts';
import { type Incident, isAcknowledged } from '../../core/watch/alarm/incident.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { AuditEntry } from '../../core/watch/audit.ts';
import { alarmHead } from './head.ts';
import { bounded, certificateBlocks, endpointsText, peopleInlines, person, shortId } from './parts.ts';
import { stateNames } from './wordings.ts';

const mostRows = 20;
const longestRowName = 70;
const longestRowReason = 60;
const longestWords = 240;

/** `/alarm list`: the oldest first, with who has it in hand. */
export function alarmListMessage(incidents: readonly Incident[], now: Date): Message {
  if (incidents.length === 0) {
    const summary = 'No alarm is open.';
    return { tone: 'good', title: [text(summary)], blocks: [], summary, record: incidents };
  }
  const lead = incidents.length === 1 ? 'One alarm is open' : `${incidents.length} alarms are open`;
  const items = incidents.slice(0, mostRows).map((incident) => row(incident, now));
  const more = incidents.length - items.length;
  return {
    tone: 'warning',
    title: [text(lead)],
    blocks: [
      { kind: 'list', items: more > 0 ? [...items, [text(`and ${more} more`)]] : items },
      note(
        text('One of them: '),
        code('/alarm show <id>'),
        text('. Take it: '),
        code('/alarm on-it <id> 2h'),
      ),
    ],
    summary: lead,
    record: incidents,
  };
}

function row(incident: Incident, now: Date): readonly Inline[] {
  const { told, state, problem, openedAt, owners } = incident;
  const end = told.certificate?.notAfter;
  const when: readonly Inline[] =
    problem === 'lapse' && end !== undefined
      ? [text(state === 'expired' ? ', ended ' : ', ends '), date(end, 'relative')]
      : activeMute(incident, now) === null
        ? [text(', since '), date(openedAt, 'absolute')]
        : [];
  return [
    code(shortId(incident)),
    text(' '),
    strong(bounded(told.name, longestRowName)),
    text(` ${stateNames[state]}`),
    ...when,
    text(' · '),
    ...handInlines(incident, now, owners),
  ];
}

function handInlines(incident: Incident, now: Date, owners: Incident['owners']): readonly Inline[] {
  const { acknowledged, snoozedUntil } = incident;
  if (acknowledged !== null && isAcknowledged(incident, now)) {
    return [person(acknowledged.by), text(' is on it')];
  }
  const mute = activeMute(incident, now);
  if (mute !== null) {
    const why = mute.reason === null ? '' : `: ${bounded(mute.reason, longestRowReason)}`;
    return [text('muted until '), date(mute.until, 'absolute'), text(`, maintenance${why}`)];
  }
  if (snoozedUntil !== null && now < snoozedUntil) {
    return [text('muted until '), date(snoozedUntil, 'absolute')];
  }
  return owners.length === 0 ? [text('no owner')] : [text('owner '), ...peopleInlines(owners, 3)];
}

/** `/alarm show`: the head as it is now, which calls nobody, with everything behind it. */
export function alarmMessage(incident: Incident, entries: readonly AuditEntry[], now: Date): Message {
  const head = alarmHead(incident, { called: [], now });
  const { told } = incident;
  const total = told.endpoints.length + told.more;
  return {
    ...head,
    blocks: [
      ...head.blocks,
      ...certificateBlocks(incident),
      ...(total > 1 ? [labelled('Watched as', text(endpointsText(told.endpoints, told.more, 20)))] : []),
      labelled('Told in', code(placeWord(incident.home))),
      ...historyBlocks(entries),
    ],
    record: { incident, history: entries },
  };
}

/** `/alarm history`: who did what, newest first. */
export function alarmHistoryMessage(incident: Incident, entries: readonly AuditEntry[]): Message {
  const name = bounded(incident.told.name);
  const lead =
    entries.length === 0
      ? `Nobody did anything about ${name} yet`
      : `What was done about ${name}, newest first`;
  return {
    tone: 'neutral',
    title: [text(lead)],
    blocks: entries.length === 0 ? [] : [{ kind: 'list', items: entries.map(entryLine) }],
    summary: lead,
    record: entries,
  };
}

function historyBlocks(entries: readonly AuditEntry[]): readonly Block[] {
  if (entries.length === 0) return [];
  return [labelled('Done so far'), { kind: 'list', items: entries.map(entryLine) }];
}

function entryLine({ at, who, words }: AuditEntry): readonly Inline[] {
  const said = datedInlines(shorten(words, longestWords));
  return [date(at, 'absolute'), text(' '), person(who), text(': '), ...said];
}

/** Moments are kept in UTC and read in the zone of who reads. */
function datedInlines(words: string): readonly Inline[] {
  return words.split(/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/).map((part, index) => {
    const at = new Date(part);
    return index % 2 === 1 && !Number.isNaN(at.getTime()) ? date(at, 'absolute') : text(part);
  });
}
