import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../core/errors.ts';
import { refuseUnknown } from '../migrations/migrations.ts';
import {
  damaged,
  type End,
  format,
  type Head,
  isEnd,
  isHead,
  isTableHead,
  readLine,
  type TableHead,
} from './backup-format.ts';
import { type Table, tablesAfter } from './layout.ts';
import { type Row, rowsAtOnce, type Source } from './source.ts';

export type Manifest = Head & End['end'];

/** Reads all of it once; UserError where a byte is not as it was written, or a newer release wrote it. */
export async function checkBackup(path: string): Promise<Manifest> {
  let head: Head | null = null;
  let table: TableHead | null = null;
  let whole: Manifest | null = null;
  const counted: Record<string, number> = {};
  for await (const part of partsOf(path)) {
    if (part.kind === 'head') head = part.head;
    else if (part.kind === 'table') {
      table = part.table;
      counted[table.table] = 0;
    } else if (part.kind === 'row') {
      if (table === null || part.row.length !== table.columns.length) throw damaged('a row has no place');
      counted[table.table] = (counted[table.table] ?? 0) + 1;
    } else {
      if (head === null) throw damaged('its head is missing');
      for (const [name, count] of Object.entries(part.end.rows)) {
        if (counted[name] !== count)
          throw damaged(`${name} should have ${count} rows and has ${counted[name] ?? 0}`);
      }
      const unnamed = Object.keys(counted).find((name) => !(name in part.end.rows));
      if (unnamed !== undefined) throw damaged(`its end does not tell of ${unnamed.slice(0, 40)}`);
      whole = { ...head, ...part.end };
    }
  }
  if (whole !== null) return whole;
  throw damaged('its end is missing');
}

/** What was checked, as a source. */
export async function openBackup(path: string, manifest: Manifest): Promise<Source> {
  const known = await tablesAfter(manifest.schema);
  const parts = partsOf(path);
  let waiting: TableHead | null = null;

  async function* rowsOf(table: Table): AsyncGenerator<readonly Row[]> {
    const columns = await begin(table);
    let rows: Row[] = [];
    for (;;) {
      const part = (await parts.next()).value;
      if (part?.kind === 'row') {
        rows.push(columns.map((at) => part.row[at] ?? null));
        if (rows.length < rowsAtOnce(table)) continue;
        yield rows;
        rows = [];
        continue;
      }
      waiting = part?.kind === 'table' ? part.table : null;
      break;
    }
    if (rows.length > 0) yield rows;
  }

  /** Where in a row each column stands. */
  async function begin(table: Table): Promise<readonly number[]> {
    while (waiting === null) {
      const { value, done } = await parts.next();
      if (done === true) throw damaged(`${table.name} is missing`);
      if (value.kind === 'table') waiting = value.table;
    }
    const { columns } = waiting;
    const places = table.columns.map((name) => columns.indexOf(name));
    if (waiting.table !== table.name || places.includes(-1))
      throw damaged(`${table.name} is not as its release made it`);
    return places;
  }

  return {
    engine: manifest.engine,
    schema: manifest.schema,
    // In the order of the file.
    tables: Object.keys(manifest.rows).map((name) => tableNamed(known, name)),
    rows: rowsOf,
    numbers: async () => manifest.numbers,
    close: async () => void (await parts.return(undefined)),
  };
}

function tableNamed(tables: readonly Table[], name: string): Table {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw damaged(`its release had no table ${name.slice(0, 40)}`);
  return table;
}

type Part =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'table'; readonly table: TableHead }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'end'; readonly end: End['end'] };

async function* partsOf(path: string): AsyncGenerator<Part, undefined> {
  const hash = createHash('sha256');
  let isFirst = true;
  let isOver = false;
  for await (const line of linesOf(path)) {
    if (isOver) throw damaged('something stands after its end');
    const read = readLine(line);
    if (read.kind === 'object' && isEnd(read.object)) {
      if (read.object.end.sha256 !== hash.digest('hex'))
        throw damaged('its checksum is not that of its content');
      isOver = true;
      yield { kind: 'end', end: read.object.end };
      continue;
    }
    hash.update(`${line}\n`);
    if (isFirst) {
      isFirst = false;
      yield { kind: 'head', head: headOf(read) };
    } else if (read.kind === 'row') yield read;
    else if (isTableHead(read.object)) yield { kind: 'table', table: read.object };
    else throw damaged('a line of it is none of a backup');
  }
}

function noBackup(): UserError {
  return new UserError('The file is no backup of Notafter. notafter backup FILE makes one.');
}

function headOf(read: ReturnType<typeof readLine>): Head {
  if (read.kind !== 'object' || !isHead(read.object)) {
    throw noBackup();
  }
  if (read.object.format !== format) {
    throw new UserError(
      `The backup was written by a newer Notafter (${read.object.version.slice(0, 20)}). Update Notafter.`,
    );
  }
  refuseUnknown(read.object.schema, 'The backup');
  return read.object;
}

/** A row may hold a whole CRL. Shorter than the longest text that Node can hold. */
const longestLine = 256 * 1024 * 1024;
/** Of the head, which comes first: whatever else is packed by gzip is told apart by it. */
const longestHead = 256 * 1024;

async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  // What fails is told to whoever reads.
  const bytes = pipeline(createReadStream(path), createGunzip(), () => undefined);
  // In pieces, each looked through once: a long line would be read again for each.
  let pieces: string[] = [];
  let length = 0;
  let longest = longestHead;
  try {
    for await (const chunk of bytes) {
      const [first = '', ...others] = decoder.write(chunk as Buffer).split('\n');
      pieces.push(first);
      length += first.length;
      if (length > longest) throw longest === longestHead ? noBackup() : damaged('a line of it never ends');
      const last = others.pop();
      if (last === undefined) continue;
      yield pieces.join('');
      yield* others;
      pieces = [last];
      length = last.length;
      longest = longestLine;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^Z_|^ERR_/.test(String(error.code)))
      throw damaged('it does not unpack');
    throw error;
  }
  if (length > 0) throw damaged('its last line has no end');
}
