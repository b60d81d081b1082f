import type { Diagnosis } from '../../core/diagnosis.ts';
import { type Block, date, type Inline, labelled, strong, text } from '../../core/message.ts';
import type { Change, SnapshotPart } from '../../core/past/snapshot.ts';
import { shorten } from '../../core/text/shorten.ts';
import { dayText } from '../../core/text/utc-text.ts';

/** Comes and goes at a sound target: balancers hand out other addresses by the minute. */
const restless: readonly SnapshotPart[] = ['addresses', 'ttl'];

export const partNames: Readonly<Record<SnapshotPart, string>> = {
  addresses: 'addresses',
  aliases: 'aliases',
  nameservers: 'nameservers',
  ttl: 'TTL',
  certificate: 'certificate',
  issuer: 'issuer',
  'not-after': 'notAfter',
  'tls-version': 'TLS',
  alpn: 'ALPN',
  'http-status': 'HTTP',
};

const longestValue = 60;
const mostValues = 4;

/** "Since Tue 24 Nov 14:02, when all was well: issuer R11 -> R13; TLS 1.3 -> 1.2." */
export function changeBlocks({ baseline, changes, verdict }: Diagnosis): readonly Block[] {
  if (baseline === null) return [];
  const told = verdict === 'healthy' ? changes.filter(({ what }) => !restless.includes(what)) : changes;
  return changedBlocks(told, baseline.good ? ', when all was well: ' : ', when it was last looked at: ');
}

/** A line for each moment that something changed since; `mood` is what is said of that moment. */
export function changedBlocks(changes: readonly Change[], mood: string): readonly Block[] {
  const moments = Map.groupBy(changes, ({ since }) => since.getTime());
  return [...moments].map(([since, group]) =>
    labelled(
      'Changed',
      text('since '),
      date(new Date(since), 'absolute'),
      text(mood),
      ...group.flatMap(changeInlines),
    ),
  );
}

export function changeInlines(change: Change, position: number): readonly Inline[] {
  return [
    text(position === 0 ? '' : '; '),
    strong(partNames[change.what]),
    text(` ${differenceText(change)}`),
  ];
}

/** One value each reads as a step; of several, only those that came and went. */
function differenceText({ what, before, now }: Change): string {
  const say = (values: readonly string[]) => listText(values.map((value) => shown(what, value)));
  if (before.length === 1 && now.length === 1) return `${say(before)} -> ${say(now)}`;
  const gone = before.filter((value) => !now.includes(value));
  const fresh = now.filter((value) => !before.includes(value));
  return [
    ...(gone.length === 0 ? [] : [`no longer ${say(gone)}`]),
    ...(fresh.length === 0 ? [] : [`now ${say(fresh)}${gone.length === 0 ? ' as well' : ''}`]),
  ].join(', ');
}

function listText(values: readonly string[]): string {
  const rest = values.length - mostValues;
  return rest > 0 ? `${values.slice(0, mostValues).join(', ')} and ${rest} more` : values.join(', ');
}

function shown(what: SnapshotPart, value: string): string {
  switch (what) {
    case 'certificate':
      return `${value.slice(0, 16)}...`;
    case 'not-after':
      return dayText(new Date(value));
    case 'tls-version':
      return value.replace(/^TLSv/, '');
    default:
      return shorten(value, longestValue);
  }
}
