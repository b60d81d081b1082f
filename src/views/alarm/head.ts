import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  paragraph,
  strong,
  type Tone,
  text,
} from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { absoluteText, relativeText } from '../../core/text/time-text.ts';
import { type Incident, isAcknowledged, type ToldEndpoint } from '../../core/watch/alarm/incident.ts';
import { alarmButtons } from './buttons.ts';
import {
  affectedCount,
  affectedOf,
  bounded,
  brief,
  calls,
  endpointsText,
  inHandInlines,
  isMuted,
  lastedText,
  maintenanceInlines,
  peopleInlines,
  peopleText,
  person,
  shortId,
  stateInlines,
} from './parts.ts';
import { endWords, wordingOf } from './wordings.ts';

export type HeadOptions = {
  /** Notified by this very message; nobody by an edit. */
  readonly called: readonly Mention[];
  readonly now: Date;
};

const longestFix = 280;
const mostObstacles = 3;
const longestObstacle = 240;

/** The one message of an incident that everybody sees: certificate, endpoints, state, date, cause and fix as of now. */
export function alarmHead(incident: Incident, { called, now }: HeadOptions): Message {
  if (incident.endedAt !== null) return endedHead(incident, incident.endedAt, now);
  return {
    tone: toneOf(incident, now),
    title: [...calls(called), ...stateInlines(incident, now, called.length === 0)],
    blocks: [
      ...holdBlocks(incident, now),
      ...endpointBlocks(incident),
      ...whyBlocks(incident),
      ...seenBlocks(incident),
      labelled('Fix', text(fixWords(incident, now))),
      ownerNote(incident),
    ],
    buttons: alarmButtons(incident, now),
    summary: summaryOf(incident, called, now),
  };
}

/** Orange once somebody has it in hand, whatever it is. */
function toneOf(incident: Incident, now: Date): Tone {
  if (isAcknowledged(incident, now) || isMuted(incident, now)) return 'warning';
  return wordingOf(incident, now).tone;
}

/** Why nobody is called now, or why this stays open. */
function holdBlocks(incident: Incident, now: Date): readonly Block[] {
  const inHand = inHandInlines(incident, now);
  const blocks: Block[] = inHand.length === 0 ? [] : [paragraph(...inHand)];
  const maintained = maintenanceInlines(incident, now);
  if (maintained.length > 0) {
    blocks.push(paragraph(strong('Muted for maintenance '), ...maintained));
  }
  if (incident.snoozedUntil !== null && now < incident.snoozedUntil) {
    blocks.push(
      paragraph(
        strong('Muted'),
        text(' until '),
        date(incident.snoozedUntil, 'absolute'),
        text(': nobody is called before.'),
      ),
    );
  }
  if (incident.flapping) {
    blocks.push(
      paragraph(strong('It comes and goes'), text(': this stays open until it has been quiet for a while.')),
    );
  }
  return blocks;
}

function endpointBlocks(incident: Incident): readonly Block[] {
  const { told, problem, openedAt } = incident;
  const affected = affectedOf(incident);
  const listed = affected.length === 0 ? told.endpoints : affected;
  const beyond = listed.length === told.endpoints.length ? told.more : 0;
  const count = listed.length + beyond;
  const since: readonly Inline[] = problem === 'lapse' ? [] : [text('Since '), date(openedAt, 'absolute')];
  const alone = count === 1 && listed[0]?.name === told.name;
  if (alone || count === 0) return since.length === 0 ? [] : [paragraph(...since)];
  const where = text(`${count === 1 ? '' : `${count} endpoints: `}${endpointsText(listed, beyond)}`);
  return [
    labelled('At', where, ...(since.length === 0 ? [] : [text(' · since '), date(openedAt, 'absolute')])),
  ];
}

/** Why it does not renew by itself, and where a newer one was seen. */
function whyBlocks({ told }: Incident): readonly Block[] {
  const blocks: Block[] = [];
  const [only, ...others] = told.obstacles
    .slice(0, mostObstacles)
    .map((one) => bounded(one, longestObstacle));
  if (only !== undefined && others.length === 0) {
    blocks.push(labelled('Why it will not renew', text(only)));
  } else if (only !== undefined) {
    blocks.push(labelled('Why it will not renew'), {
      kind: 'list',
      items: [only, ...others].map((one) => [text(one)]),
    });
  }
  if (told.newer !== null)
    blocks.push(labelled('Newer certificate', text(bounded(told.newer, longestObstacle))));
  return blocks;
}

function seenBlocks({ told }: Incident): readonly Block[] {
  const seen = told.cause?.seen;
  return seen === undefined ? [] : [labelled('Vantages', text(bounded(seen, longestObstacle)))];
}

function fixWords(incident: Incident, now: Date): string {
  const { told, problem } = incident;
  if (problem !== 'lapse') return brief(told.cause?.fix ?? wordingOf(incident, now).fix, longestFix);
  if (told.newer !== null) {
    return 'Load the newer certificate here as well and reload the server, then press "Renewed, check now".';
  }
  const fix = wordingOf(incident, now).fix;
  return told.obstacles.length === 0
    ? fix
    : `Mend what stands in the way, or the next attempt fails as well. ${fix}`;
}

const whyTheirs: Readonly<Record<Incident['ownedBy'], string>> = {
  endpoint: '',
  rule: ' (by a rule)',
  fallback: ' (fallback: it has none of its own)',
  reassigned: ' (reassigned)',
  nobody: '',
};

function ownerNote(incident: Incident): Block {
  const { owners, ownedBy } = incident;
  const tail: readonly Inline[] = [text(' · evidence in the thread · alarm '), code(shortId(incident))];
  if (owners.length > 0) {
    return note(text('Owner '), ...peopleInlines(owners), text(whyTheirs[ownedBy]), ...tail);
  }
  const first = incident.told.endpoints[0];
  return note(
    text('Nobody owns it, so nobody is called: '),
    code(`/watch owner ${first === undefined ? '<target>' : bounded(typedTarget(first))} @name`),
    ...tail,
  );
}

/** As one would type it. */
function typedTarget({ name, url, address, client }: ToldEndpoint): string {
  if (address === null && client === null) return name;
  return `${url}${address === null ? '' : ` address:${address}`}${client === null ? '' : ` client:${client}`}`;
}

/** What a phone shows: what, where, by when, what to do. */
function summaryOf(incident: Incident, called: readonly Mention[], now: Date): string {
  const { told, problem } = incident;
  const count = affectedCount(incident);
  const name = `${bounded(told.name)}${count > 1 ? ` (${count} endpoints)` : ''}`;
  const people = called.length === 0 ? '' : `${peopleText(called)}: `;
  const { says } = wordingOf(incident, now);
  const inHand =
    incident.acknowledged !== null && isAcknowledged(incident, now)
      ? ` ${bounded(incident.acknowledged.by.name, 60)} is on it.`
      : ` ${brief(fixWords(incident, now), 120)}`;
  if (problem !== 'lapse') {
    const cause = told.cause === null ? '' : `: ${bounded(told.cause.title, 120)}`;
    return `${people}${name} ${says}${cause}.${inHand}`;
  }
  const end = told.certificate?.notAfter;
  const when = end === undefined ? '' : `${relativeText(end, now)} (${absoluteText(end, 'UTC', now)})`;
  const lead = people === '' ? 'The' : 'the';
  return `${people}${lead} certificate of ${name} ${says}${when}.${inHand}`;
}

function endedHead(incident: Incident, endedAt: Date, now: Date): Message {
  const { told, openedAt, acknowledged, end } = incident;
  const words = endWords(incident, end ?? 'recovered');
  const lasted = lastedText(endedAt.getTime() - openedAt.getTime());
  const hand: readonly Inline[] =
    acknowledged === null
      ? []
      : [
          text(' · '),
          person(acknowledged.by),
          text(` was on it after ${lastedText(acknowledged.at.getTime() - openedAt.getTime())}`),
        ];
  return {
    tone: end === 'removed' ? 'neutral' : 'good',
    title: [strong(bounded(told.name)), text(` ${words}`)],
    blocks: [
      paragraph(
        text('Open from '),
        date(openedAt, 'absolute'),
        text(' to '),
        date(endedAt, 'absolute'),
        text(' ('),
        strong(lasted),
        text(')'),
        ...hand,
      ),
      note(
        text('Owner '),
        ...peopleInlines(incident.owners),
        text(' · history in the thread · alarm '),
        code(shortId(incident)),
      ),
    ],
    buttons: alarmButtons(incident, now),
    summary: `${bounded(told.name)} ${words}. It lasted ${lasted}.`,
  };
}
