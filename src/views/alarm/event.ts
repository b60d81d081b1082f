import {
  type Block,
  code,
  date,
  type Inline,
  labelled,
  type Message,
  note,
  strong,
  type Tone,
  text,
} from '../../core/message.ts';
import { absoluteText } from '../../core/text/time-text.ts';
import type { IncidentEvent } from '../../core/watch/alarm/event.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { alarmButtons } from './buttons.ts';
import { detailsMessage } from './details.ts';
import {
  bounded,
  calls,
  endpointsText,
  lastedText,
  muteInlines,
  peopleInlines,
  peopleText,
  person,
  stateInlines,
} from './parts.ts';
import { endWords, stateNames, wordingOf } from './wordings.ts';

const longestReason = 300;
const longestFix = 280;
const mostStill = 8;

/** One message in the thread of an incident. Only a call notifies anybody. */
export function alarmEvent(incident: Incident, event: IncidentEvent): Message {
  const said = sayingOf(incident);
  switch (event.kind) {
    case 'details':
      return detailsMessage(incident, event.details);
    case 'called':
      return calledMessage(incident, event);
    case 'worsened':
      return worsenedMessage(incident, event);
    case 'owner-gone': {
      const instead =
        event.instead.length === 0 ? ' Nobody else is named to be called.' : ' Called instead: ';
      return said(
        'warning',
        [
          person(event.who),
          text(` is not there any more, or was deactivated.${instead}`),
          ...(event.instead.length === 0 ? [] : peopleInlines(event.instead)),
        ],
        [note(text('Name somebody else: '), code('/watch owner'))],
      );
    }
    case 'acknowledged': {
      const { by, until, reason } = event;
      const why = reason === null ? '' : `: ${bounded(reason, longestReason)}`;
      const end = until === null ? [] : [text(' until '), date(until, 'absolute')];
      return said(
        'neutral',
        [person(by), strong(' is on it'), ...end, text(why)],
        [note(text('Nobody is called meanwhile, unless it gets worse.'))],
      );
    }
    case 'released':
      return said('neutral', [
        person(event.by),
        text(' handed it back. The owners are called again if nobody takes it.'),
      ]);
    case 'acknowledgement-lapsed': {
      const why =
        event.because === 'time'
          ? ' was on it, and that time is over.'
          : ' was on it, and it got worse since: that no longer counts.';
      return said('warning', [person(event.by), text(`${why} Owners are called again.`)]);
    }
    case 'snoozed':
      return said(
        'neutral',
        [person(event.by), text(' muted it until '), date(event.until, 'absolute'), text('.')],
        [note(text('Nobody is called before, unless it gets worse.'))],
      );
    case 'muted':
      return said(
        'neutral',
        [text('Muted for maintenance '), ...muteInlines(event), text(event.reason === null ? '.' : '')],
        [
          note(
            text('It is looked at as ever. Nobody is called before, unless its certificate is about to end.'),
          ),
        ],
      );
    case 'unmuted':
      return said('neutral', unmutedWords(event));
    case 'reassigned':
      return said('neutral', [
        person(event.by),
        text(' gave it to '),
        ...peopleInlines(event.owners),
        text('.'),
      ]);
    case 'renewal-seen':
      return renewalSeenMessage(incident, event);
    case 'rechecked':
      return recheckedMessage(incident, event);
    case 'flapping':
      return said('warning', [
        text('It comes and goes: '),
        strong(`${event.turns} times`),
        text(
          ` within ${lastedText(event.sinceMs)}. This is said once; the alarm stays open until it has been quiet for a while.`,
        ),
      ]);
    case 'ended':
      return endedMessage(incident, event);
  }
}

function unmutedWords({ because }: Event<'unmuted'>): readonly Inline[] {
  if (typeof because === 'object') return [person(because.by), text(' ended the maintenance early.')];
  switch (because) {
    case 'time':
      return [text('The time of the maintenance is over, and it is still so.')];
    case 'worse':
      return [text('It got worse: a certificate that is about to end is told of in a maintenance, too.')];
    case 'elsewhere':
      return [text('Not muted any more: an endpoint has it that is in no maintenance.')];
  }
}

type Event<Kind extends IncidentEvent['kind']> = Extract<IncidentEvent, { readonly kind: Kind }>;

const ladderWords = [
  '',
  'nobody has taken this yet: ',
  'the owners have not taken this yet: ',
  'neither owners nor fallback have taken this: ',
] as const;

/** Read alone as well, as a direct message: what, where, by when, what to do and the buttons for it. */
function calledMessage(incident: Incident, { rung, who }: Event<'called'>): Message {
  const now = incident.ladder.climbedAt ?? incident.stateAt;
  if (who.length === 0) {
    return sayingOf(incident)('warning', [
      text('Neither owners nor fallback have taken this, so the on-call channel was told.'),
    ]);
  }
  const lead = ladderWords[rung];
  const state = stateInlines(incident, now, false);
  const fix = wordingOf(incident, now).fix;
  const summary = `${peopleText(who)}: ${lead}${plain(state, now)}`;
  return {
    tone: wordingOf(incident, now).tone,
    title: [...calls(who), text(lead), ...state],
    blocks: [
      labelled('Fix', text(bounded(incident.told.cause?.fix ?? fix, longestFix))),
      labelled('At', text(endpointsText(incident.told.endpoints, incident.told.more))),
    ],
    buttons: alarmButtons(incident, now),
    summary,
  };
}

function worsenedMessage(incident: Incident, { from, to }: Event<'worsened'>): Message {
  const now = incident.stateAt;
  const end = incident.told.certificate?.notAfter;
  const ends: readonly Inline[] =
    end === undefined || incident.problem !== 'lapse'
      ? []
      : [text(to === 'expired' ? ' It expired ' : ' It expires '), date(end, 'both'), text('.')];
  return sayingOf(incident)(wordingOf(incident, now).tone, [
    text('It got worse: '),
    text(`was ${stateNames[from]}, is `),
    strong(stateNames[to]),
    text(' now.'),
    ...ends,
  ]);
}

function renewalSeenMessage(
  incident: Incident,
  { renewed, still, notAfter }: Event<'renewal-seen'>,
): Message {
  const until = notAfter === null ? [] : [text(', good until '), date(notAfter, 'absolute')];
  const where = renewed === 1 ? '1 endpoint serves' : `${renewed} endpoints serve`;
  const rest: readonly Block[] =
    still.length === 0 ? [] : [labelled('Still the old one', text(endpointsText(still, 0, mostStill)))];
  return sayingOf(incident)(
    still.length === 0 ? 'good' : 'warning',
    [
      text(`Renewed: ${where} a newer certificate`),
      ...until,
      text(still.length === 0 ? '.' : `; ${still.length} still the old one.`),
    ],
    rest,
  );
}

function recheckedMessage(incident: Incident, { by, healthy, still }: Event<'rechecked'>): Message {
  const total = healthy + still.length;
  const isLapse = incident.problem === 'lapse';
  // Only what was asked: a new certificate may have troubles of its own, which are another alarm.
  const how = isLapse ? 'renewed' : 'in order';
  const good =
    still.length > 0
      ? `${healthy} of ${total} ${how}`
      : `${total === 1 ? 'it is' : `all ${total} are`} ${how}`;
  const label = isLapse ? 'Still the old certificate' : 'Still in trouble';
  return sayingOf(incident)(
    still.length === 0 ? 'good' : 'warning',
    [person(by), text(` had ${total === 1 ? 'the endpoint' : 'all endpoints'} looked at again: ${good}.`)],
    still.length === 0 ? [] : [labelled(label, text(endpointsText(still, 0, mostStill)))],
  );
}

function endedMessage(incident: Incident, { end, lastedMs }: Event<'ended'>): Message {
  const title = [
    strong(bounded(incident.told.name)),
    text(` ${endWords(incident, end)}. It lasted ${lastedText(lastedMs)}.`),
  ];
  return { tone: end === 'removed' ? 'neutral' : 'good', title, blocks: [], summary: plain(title) };
}

type Say = (tone: Tone, title: readonly Inline[], blocks?: readonly Block[]) => Message;

/** A notification is read far from the head, so it begins with the name. */
function sayingOf({ told }: Incident): Say {
  return (tone, title, blocks = []) => ({
    tone,
    title,
    blocks,
    summary: `${bounded(told.name)}: ${plain(title)}`,
  });
}

/** For a notification: dates in UTC, since nobody's zone is known there. */
function plain(inlines: readonly Inline[], now?: Date): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'date':
          return absoluteText(inline.at, 'UTC', now ?? inline.at);
        case 'mention':
        case 'person':
          return bounded(inline.who.name, 60);
        default:
          return inline.text;
      }
    })
    .join('');
}
