import { type Block, labelled, text } from '../../core/message.ts';
import { shorten } from '../../core/text/shorten.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { Labelled, PathEntry, SentEntry } from '../../probes/chain/chain-list.ts';
import type { ServedChain } from '../../probes/chain.ts';

/** With the other columns it stays within 60, which a phone and a split terminal show without wrapping. */
const nameWidth = 26;
const mostRows = 12;

/** The server's own list, in its order, each certificate with its place in the chain. */
export function sentBlocks({ entries }: Pick<ServedChain, 'entries'>): readonly Block[] {
  return [
    labelled('As sent'),
    {
      kind: 'table',
      columns: ['#', 'certificate', 'until', 'place'],
      rows: bounded(entries.map(sentRow), 4),
    },
  ];
}

/** The path that verifies, leaf first, and where each certificate of it came from. */
export function pathBlocks({ route, repair }: ServedChain): readonly Block[] {
  if (route === null) return [labelled('Verifies by', text('no path leads to a trust anchor'))];
  return [
    labelled(repair === null ? 'Verifies by' : 'Verifies once mended'),
    { kind: 'table', columns: ['certificate', 'until', 'from'], rows: bounded(route.map(pathRow), 3) },
  ];
}

/** Which stores lead to a path, each asked by itself. */
export function storeBlocks({ stores, repair }: ServedChain): readonly Block[] {
  const named = (trusted: boolean) =>
    stores.filter((store) => store.trusted === trusted).map(({ name }) => name);
  const [trusting, refusing] = [named(true), named(false)];
  const once = repair?.outcome === 'repaired' ? 'once mended: ' : '';
  return [
    ...(trusting.length === 0 ? [] : [labelled('Trusted by', text(`${once}${trusting.join(', ')}`))]),
    ...(refusing.length === 0 ? [] : [labelled('Not trusted by', text(refusing.join(', ')))]),
  ];
}

/** As sent and the path, in two lines: for an answer that is about more than the chain. */
export function shortChainBlocks({ entries, route }: ServedChain): readonly Block[] {
  const sent = entries.slice(0, mostRows).map(entryText);
  const rest = entries.length > mostRows ? `, and ${entries.length - mostRows} more` : '';
  const path = route?.map((entry) => `${nameOf(entry)} (${fromText(entry.from)})`);
  return [
    labelled('As sent', text(`${sent.join(', ')}${rest}`)),
    labelled('Verifies by', text(path?.join(' < ') ?? 'no path to a trust anchor')),
  ];
}

function sentRow(entry: SentEntry): readonly string[] {
  const place = markText(entry.mark);
  if (!('label' in entry)) return [number(entry.position), 'cannot be read', '', place];
  return [number(entry.position), nameOf(entry), day(entry), place];
}

function pathRow(entry: PathEntry): readonly string[] {
  return [nameOf(entry), day(entry), fromText(entry.from)];
}

function entryText(entry: SentEntry): string {
  const name = 'label' in entry ? nameOf(entry) : 'cannot be read';
  return `${number(entry.position)} ${name} (${markText(entry.mark)})`;
}

/** People count from one. */
function number(position: number): string {
  return String(position + 1);
}

function nameOf({ label }: Labelled): string {
  return shorten(label === '' ? 'no name' : label, nameWidth);
}

function markText(mark: SentEntry['mark']): string {
  switch (mark.kind) {
    case 'leaf':
    case 'root':
    case 'stranger':
    case 'unreadable':
      return mark.kind;
    case 'issuer':
      return `issuer of ${number(mark.of)}`;
    case 'on-path':
      return 'on the path';
    case 'off-path':
      return 'off the path';
    case 'duplicate':
      return `copy of ${number(mark.of)}`;
  }
}

function fromText(from: PathEntry['from']): string {
  if (from === 'store') return 'trust store';
  return from === 'fetched' ? 'fetched' : `sent ${number(from)}`;
}

function day({ notAfter }: Labelled): string {
  return dayText(notAfter);
}

/** A hostile list may hold hundreds. */
function bounded(rows: readonly (readonly string[])[], columns: number): readonly (readonly string[])[] {
  if (rows.length <= mostRows) return rows;
  const rest = `and ${rows.length - mostRows + 1} more`;
  return [...rows.slice(0, mostRows - 1), Array.from({ length: columns }, (_, at) => (at === 1 ? rest : ''))];
}
