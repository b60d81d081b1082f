import { plainMessage } from '../core/message/plain-message.ts';
import { type Block, code, date, type Inline, type Message, note, strong, text } from '../core/message.ts';
import { type Place, placeWord } from '../core/people.ts';
import { type Target, targetText } from '../core/target.ts';
import { disputedWords } from '../core/watch/alarm/disputed.ts';
import { activeMute } from '../core/watch/alarm/mute.ts';
import type { Endpoint, WatchRow } from '../core/watch/endpoint.ts';
import { ownersOf, type WatchRule } from '../core/watch/policy/rule.ts';
import type { WatchPage } from '../core/watch/watch-page.ts';
import { muteInlines } from './alarm/parts.ts';
import { targetValues } from './diagnosis/buttons.ts';
import { prose } from './prose.ts';
import { ownedInlines } from './watch/owners.ts';

/** So many rows are shown, however many there are. */
export const mostRows = 40;

/** `/watch list`: every endpoint with its state, owners, place and what went wrong in telling them. */
export function watchListMessage(
  page: WatchPage,
  rules: readonly WatchRule[] = [],
  now: Date | null = null,
): Message {
  const { total, home } = page;
  if (total === 0) {
    const words = 'Nothing is watched yet. Add the first: /watch add api.example.org owner:@you';
    return { ...plainMessage(words), record: [] };
  }
  const lead = total === 1 ? 'One endpoint is watched.' : `${total} endpoints are watched.`;
  // Where all of them are told in one place, one line says so.
  const isOnePlace = total > 1 && home !== null;
  const list = listMessage(lead, page, (row) => [
    ...stateInlines(row),
    ...troubleInlines(row),
    text('; '),
    ...ownedInlines(ownersOf(row.endpoint, rules)),
    ...(isOnePlace ? [] : [text('; alarms in '), ...placeInlines(row.endpoint.home)]),
    ...(now === null ? [] : mutedInlines(row, now)),
    ...undeliveredInlines(row),
  ]);
  if (!isOnePlace) return list;
  return {
    ...list,
    blocks: [...list.blocks, note(text('All alarms go to '), ...placeInlines(home), text('.'))],
  };
}

/** What clients meet there now, whatever its certificate says. */
export function troubleInlines({ sighting }: WatchRow): readonly Inline[] {
  if (sighting === null) return [];
  const disputed = disputedWords(sighting.conditions);
  // What is seen from some places only says so, and that nobody is told.
  if (disputed.length > 0) return disputed.flatMap((words) => [text('; '), ...prose(words)]);
  if (sighting.certificate === null) return [];
  const { verdict, reason, at, certificateSeenAt } = sighting;
  const isStale = certificateSeenAt?.getTime() !== at.getTime();
  if (isStale || (verdict !== 'broken' && verdict !== 'degraded')) return [];
  return [text('; '), strong(verdict), ...(reason === null ? [] : prose(`: ${reason}`))];
}

/** `/expiry`: soonest first; what could not be seen is said at the end and never passes for fine. */
export function expiryMessage(page: WatchPage, window: string | null): Message {
  if (page.total === 0) {
    const within = window === null ? '' : ` within ${window}`;
    const words =
      window === null
        ? 'Nothing is watched yet. /watch add api.example.org'
        : `No watched certificate ends${within}.`;
    return { ...plainMessage(words), record: [] };
  }
  const lead = window === null ? 'Soonest end first' : `Ending within ${window}, soonest first`;
  return listMessage(lead, page, stateInlines);
}

/** After `/watch add` and `/watch edit`. */
export function endpointMessage(
  endpoint: Endpoint,
  lead: string,
  tone: Message['tone'],
  rules: readonly WatchRule[] = [],
): Message {
  const owned = ownersOf(endpoint, rules);
  const name = targetText(endpoint.target);
  const labels = Object.entries(endpoint.labels).map(([key, value]) => `${key}=${value}`);
  const blocks: Block[] = [
    {
      kind: 'list',
      items: [
        [text('Owners: '), ...ownedInlines(owned)],
        [text('Alarms go to: '), ...placeInlines(endpoint.home)],
        ...(labels.length > 0 ? [[text('Labels: '), text(labels.join(', '))]] : []),
      ],
    },
  ];
  if (owned.by === 'nobody') {
    const typed = typedTarget(endpoint.target);
    blocks.push(note(text('Nobody would be called. Set somebody: '), code(`/watch owner ${typed} @name`)));
  }
  return {
    tone,
    title: [strong(name), ...prose(` ${lead}`)],
    blocks,
    buttons: [{ label: 'Check now', command: 'check', values: targetValues(endpoint.target) }],
    summary: `${name} ${lead}`,
    record: endpoint,
  };
}

/** As one would type it. */
function typedTarget(target: Target): string {
  const { address, client } = target;
  const bare = targetText({ ...target, address: null, client: null });
  return `${bare}${address === null ? '' : ` address:${address}`}${client === null ? '' : ` client:${client}`}`;
}

function listMessage(
  lead: string,
  { rows, total }: WatchPage,
  tail: (row: WatchRow) => readonly Inline[],
): Message {
  const items = rows
    .slice(0, mostRows)
    .map((row): readonly Inline[] => [strong(targetText(row.endpoint.target)), text(' '), ...tail(row)]);
  const blocks: Block[] = [{ kind: 'list', items }];
  if (total > items.length) {
    blocks.push(
      note(
        text(
          `${total - items.length} more are not shown here. The terminal lists all: notafter watch list --json`,
        ),
      ),
    );
  }
  return { tone: 'neutral', title: [text(lead)], blocks, summary: lead, record: rows };
}

/** When it ends and what that means, or why it is not known. */
export function stateInlines({ sighting, state }: WatchRow): readonly Inline[] {
  if (sighting === null) return [text('not looked at yet')];
  const { certificate, certificateSeenAt, at, reason } = sighting;
  if (certificate === null) return prose(`could not be checked: ${reason ?? 'no certificate was seen'}`);
  const ends: readonly Inline[] = [
    text(state === 'expired' ? 'expired ' : 'ends '),
    date(certificate.notAfter),
  ];
  const word: readonly Inline[] =
    state === null || state === 'ok' || state === 'expired' ? [] : [text(', '), strong(stateWords[state])];
  const fresh = certificateSeenAt !== null && certificateSeenAt.getTime() === at.getTime();
  if (fresh) return [...ends, ...word];
  return [...ends, ...word, ...prose(`; the last look failed: ${reason ?? 'no reason known'}`)];
}

const stateWords = {
  due: 'renewal due',
  overdue: 'renewal overdue',
  critical: 'critical',
} as const;

export function mutedInlines({ endpoint }: WatchRow, now: Date): readonly Inline[] {
  const mute = activeMute(endpoint, now);
  return mute === null ? [] : [text('; '), strong('muted'), text(' '), ...muteInlines(mute)];
}

export function undeliveredInlines({ undelivered }: WatchRow): readonly Inline[] {
  if (undelivered === null) return [];
  return [
    text('; the alarm of '),
    date(undelivered.at, 'absolute'),
    text(` was not delivered: ${undelivered.reason}`),
  ];
}

export function placeInlines(place: Place): readonly Inline[] {
  return [code(placeWord(place))];
}
