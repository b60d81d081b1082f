import { UserError } from '../core/errors.ts';
import { parseTarget } from '../core/target.ts';
import { typedWord } from '../core/text/typed-word.ts';
import type { RawEntry } from './entry.ts';
import { labelsOf, parseLabels } from './labels.ts';
import { isPerson, isPlace, rawFromWords } from './read-text.ts';

type Field = 'target' | 'host' | 'port' | 'scheme' | 'address' | 'client' | 'owners' | 'channel' | 'labels';
/** What a column is for; null: a remark for people, passed over. */
export type Column = { readonly field: Field } | { readonly label: string } | null;

const names: Readonly<Record<Field, readonly string[]>> = {
  target: [
    'target',
    'endpoint',
    'url',
    'uri',
    'address url',
    'instance',
    'site',
    'website',
    'ziel',
    'webseite',
  ],
  host: [
    'host',
    'hostname',
    'host name',
    'domain',
    'domain name',
    'fqdn',
    'server',
    'dns name',
    'common name',
    'cn',
    'rechner',
    'rechnername',
    'domäne',
    'servername',
  ],
  port: ['port', 'tcp port'],
  scheme: ['scheme', 'protocol', 'proto', 'protokoll'],
  address: ['address', 'ip', 'ip address', 'connect to', 'adresse', 'ip adresse'],
  client: ['client', 'client certificate', 'clientzertifikat'],
  owners: [
    'owner',
    'owners',
    'contact',
    'contacts',
    'responsible',
    'ansprechpartner',
    'verantwortlich',
    'verantwortliche',
    'verantwortlicher',
    'zuständig',
    'besitzer',
    'eigentümer',
  ],
  channel: ['channel', 'alarms', 'alarm channel', 'home', 'notify', 'kanal'],
  labels: ['label', 'labels', 'tags'],
};

/** The columns of a header row; null when it is none: it names no target. */
export function columnsOf(cells: readonly string[]): readonly Column[] | null {
  const columns = cells.map(columnOf);
  const has = (wanted: (field: Field) => boolean) =>
    columns.some((column) => column !== null && 'field' in column && wanted(column.field));
  if (has(isTarget)) return columns;
  // The only address there is is what is meant; one address alone is too little to tell a header by.
  if (columns.length < 2 || !has((field) => field === 'address') || cells.some(looksLikeTarget)) return null;
  return columns.map((column) =>
    column !== null && 'field' in column && column.field === 'address' ? { field: 'target' } : column,
  );
}

function columnOf(cell: string): Column {
  const name = cell
    .trim()
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ');
  const fields = Object.keys(names) as readonly Field[];
  const field = fields.find((known) => names[known].includes(name));
  if (field !== undefined) return { field };
  if (name === '' || name.startsWith('#')) return null;
  const label = cell
    .trim()
    .replace(/^label[:.]/i, '')
    // Letters that no label has stand without their marks.
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\w./-]+/g, '_');
  return { label };
}

function isTarget(field: Field): boolean {
  return field === 'target' || field === 'host';
}

export function rawFromColumns(columns: readonly Column[], cells: readonly string[]): RawEntry {
  const surplus = cells.slice(columns.length).find((cell) => cell.trim() !== '');
  if (surplus !== undefined) {
    throw new UserError(
      `It has ${cells.length} cells and the header has ${columns.length}. A cell with a separator in it needs quotes.`,
    );
  }
  const labels: [string, string][] = [];
  const raw: Partial<Record<Field, string>> = {};
  for (const [index, column] of columns.entries()) {
    const cell = (cells[index] ?? '').replace(/\s*\n\s*/g, ' ').trim();
    if (column === null) continue;
    if ('label' in column) {
      const [, before = cell] = labels.find(([key]) => key === column.label) ?? [];
      if (cell !== '' && before !== cell) {
        throw new UserError(
          `Two columns are called ${column.label} and differ. Give one of them another name.`,
        );
      }
      if (cell !== '') labels.push([column.label, cell]);
    } else if (column.field === 'labels') labels.push(...Object.entries(parseLabels(cell)));
    else if (cell !== '' || raw[column.field] === undefined)
      raw[column.field] = joined(column.field, raw[column.field], cell);
  }
  const { owners, labels: _labels, ...rest } = raw;
  const isLabelled = columns.some(
    (column) => column !== null && ('label' in column || column.field === 'labels'),
  );
  return {
    ...rest,
    ...(owners === undefined ? {} : { owners: [owners] }),
    ...(isLabelled ? { labels: labelsOf(labels) } : {}),
  };
}

/** Two columns may say the same thing, or name several owners; of anything else one would be lost. */
function joined(field: Field, before: string | undefined, cell: string): string {
  if (before === undefined || before === '' || before === cell) return cell;
  if (field === 'owners') return `${before} ${cell}`;
  throw new UserError(
    `It names "${typedWord(before, 60)}" and "${typedWord(cell, 60)}", and has room for one of them.`,
  );
}

/** A row of a list without a header: the target first or where it looks like one, the rest by how it looks. */
export function rawFromCells(cells: readonly string[]): RawEntry {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const at = Math.max(0, filled.findIndex(looksLikeTarget));
  const words = filled
    .filter((_cell, index) => index !== at)
    .flatMap((cell) => (/=/.test(cell) ? [`labels=${JSON.stringify(cell)}`] : cell.split(/[\s;]+/)));
  return rawFromWords(filled[at] ?? '', words);
}

export function looksLikeTarget(cell: string): boolean {
  if (isPerson(cell) || isPlace(cell) || /^\d+$/.test(cell) || !/[.:]/.test(cell)) return false;
  try {
    parseTarget(cell);
    return true;
  } catch {
    return false;
  }
}
