import { date, type Inline, strong, text } from '../../core/message.ts';
import type { Mention } from '../../core/people.ts';
import { shorten } from '../../core/text/shorten.ts';
import type { DigestMuted, DigestNews, DigestRow, DigestUndelivered } from './content.ts';

const longestReason = 160;
const fewNames = 2;
const longestName = 100;

/** "in 3 days pay.example.com and 2 more · Alice", then why it will not renew; its state where `heading` says another. */
export function endRow(row: DigestRow, heading: DigestRow['state']): readonly Inline[] {
  return [
    ...(row.end === null ? [] : [date(row.end, 'relative'), text(' ')]),
    ...nameWords(row),
    text(row.state === heading ? ' · ' : ` · ${row.state ?? 'unknown'} · `),
    ...ownerWords(row),
    ...(row.isBroken && row.state !== 'expired' ? [text(` · broken: ${reasonWords(row)}`)] : []),
    ...outlookWords(row),
  ];
}

function outlookWords({ newer, obstacles, state }: DigestRow): readonly Inline[] {
  if (newer !== null) return [text(' · renewed, not deployed: '), text(shorten(newer, longestReason))];
  const [first, ...others] = obstacles;
  if (first === undefined || state === 'expired') return [];
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more reason${others.length === 1 ? '' : 's'})`;
  // What is only likely to fail says so itself.
  const lead = first.startsWith('perhaps') ? 'may lapse,' : 'will lapse because';
  return [text(' · '), strong(lead), text(' '), text(`${shorten(first, longestReason)}${more}`)];
}

export function uncheckedRow(row: DigestRow): readonly Inline[] {
  if (row.at === null) return [...nameWords(row), text(': not looked at yet · '), ...ownerWords(row)];
  const why: readonly Inline[] =
    row.reason === null
      ? [text(': last looked at '), date(row.at, 'relative')]
      : [text(`: ${reasonWords(row)}`)];
  const known: readonly Inline[] =
    row.end === null || row.seenAt === null
      ? [text('no certificate was ever seen')]
      : [
          text('the certificate seen '),
          date(row.seenAt, 'relative'),
          text(row.state === 'expired' ? ' expired ' : ' expires '),
          date(row.end, 'relative'),
        ];
  return [...nameWords(row), ...why, text(' · '), ...known, text(' · '), ...ownerWords(row)];
}

export function troubleRow(row: DigestRow): readonly Inline[] {
  const verdict = row.isBroken ? 'broken' : 'degraded';
  return [...nameWords(row), text(` · ${verdict}: ${reasonWords(row)} · `), ...ownerWords(row)];
}

export function unownedRow(row: DigestRow): readonly Inline[] {
  const called: readonly Inline[] =
    row.owned.by === 'nobody'
      ? [text(' · nobody is called')]
      : [text(' · only the fallback is called: '), ...peopleWords(row.owned.owners)];
  return [...nameWords(row), ...called];
}

export function newsRow({ name, kind, at, words }: DigestNews): readonly Inline[] {
  const lead = [strong(shorten(name, longestName)), text(` · ${kind} `), date(at, 'relative')];
  switch (kind) {
    case 'changed':
      return [...lead, text(`: ${shorten(words, longestReason)}`)];
    case 'renewed':
    case 'recovered':
      return [...lead, text(` (was ${words})`)];
  }
}

export function mutedRow({ name, state, until, by, reason }: DigestMuted): readonly Inline[] {
  const who: readonly Inline[] =
    by === null ? [text('snoozed')] : [{ kind: 'person', who: by }, text(' is on it')];
  const end: readonly Inline[] =
    until === null ? [text(' until it worsens')] : [text(' until '), date(until, 'absolute')];
  const why = reason === null ? '' : `: ${shorten(reason, longestReason)}`;
  if (state === null) {
    const whose: readonly Inline[] = by === null ? [] : [text(' by '), { kind: 'person', who: by }];
    return [strong(shorten(name, longestName)), text(' · maintenance'), ...end, ...whose, text(why)];
  }
  return [strong(shorten(name, longestName)), text(` · ${state} · `), ...who, ...end, text(why)];
}

export function undeliveredRow({ name, at, reason }: DigestUndelivered): readonly Inline[] {
  return [
    strong(shorten(name, longestName)),
    text(` · ${shorten(reason, longestReason)} (`),
    date(at, 'relative'),
    text(')'),
  ];
}

/** "a.example, b.example and 13 more". */
function nameWords({ names }: DigestRow): readonly Inline[] {
  const shown = names.slice(0, fewNames).map((name) => shorten(name, longestName));
  const more = names.length - shown.length;
  return [strong(shown.join(', ')), ...(more > 0 ? [text(` and ${more} more`)] : [])];
}

/** Names, never mentions: a digest calls nobody. */
function ownerWords({ owned }: DigestRow): readonly Inline[] {
  switch (owned.by) {
    case 'nobody':
      return [text('no owner')];
    case 'fallback':
      return [text('no owner, fallback '), ...peopleWords(owned.owners)];
    case 'endpoint':
    case 'rule':
      return peopleWords(owned.owners);
  }
}

const fewPeople = 4;

export function peopleWords(people: readonly Mention[]): readonly Inline[] {
  const named = people
    .slice(0, fewPeople)
    .flatMap((who, index): Inline[] => [...(index === 0 ? [] : [text(', ')]), { kind: 'person', who }]);
  const more = people.length - fewPeople;
  return more > 0 ? [...named, text(` and ${more} more`)] : named;
}

function reasonWords({ reason }: DigestRow): string {
  return shorten(reason ?? 'no reason was given', longestReason);
}
