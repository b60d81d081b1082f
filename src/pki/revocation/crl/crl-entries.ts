import { childrenOf, DerError, type Element, finish, tags, take, takeAny, takeIf } from '../../asn1/der.ts';
import { timeOf } from '../../asn1/der-time.ts';
import { type EntryExtensions, entryExtensions, noExtensions } from './crl-entry-extensions.ts';

/**
 * The revoked certificates of one CRL. Nothing but offsets is kept: 100,000 entries cost 0.4 MB, and looking a serial
 * number up is one pass over them, which takes under a millisecond and which no chosen serial numbers can slow down.
 */
export type CrlEntries = {
  readonly bytes: Buffer;
  /** Where each readable entry starts. */
  readonly starts: Uint32Array;
  /** Positions in `starts` of the entries that name another issuer, ascending. */
  readonly issuerChanges: readonly number[];
  /** Entries that cannot be read: what they revoke is not known. */
  readonly unreadable: number;
  readonly unknownCritical: readonly string[];
};

/** One revoked certificate. */
export type CrlEntry = EntryExtensions & {
  readonly revokedAt: Date;
};

/** The parts of an entry: serial, date and extensions. */
export type EntryParts = {
  readonly serial: Element;
  readonly date: Element;
  readonly extensions: Element | null;
};

/** Throws `DerError`. */
export function readEntryParts(entry: Element): EntryParts {
  const parts = childrenOf(entry);
  const serial = take(parts, tags.integer, 'the serial number of an entry');
  // One length byte, so that `findEntries` need not read lengths; RFC 5280 §5.1.2.6 allows 20.
  if (serial.body === serial.end || serial.end - serial.body > 127) {
    throw new DerError('the serial number of an entry is empty or over 127 bytes', serial.start);
  }
  const date = takeAny(parts, 'revocationDate');
  const extensions = takeIf(parts, tags.sequence, 'crlEntryExtensions');
  finish(parts, 'an entry');
  return { serial, date, extensions };
}

const mostFound = 16;

/** The entries for a serial number (its content bytes) of certificates of this issuer, at most 16. */
export function findEntries(
  entries: CrlEntries,
  serial: Uint8Array,
  isIssuer: (certificateIssuer: Element | null) => boolean,
): readonly CrlEntry[] {
  const { bytes, starts } = entries;
  const wanted = significant(Buffer.from(serial), 0, serial.length);
  const found: CrlEntry[] = [];
  for (let index = 0; index < starts.length && found.length < mostFound; index += 1) {
    const start = starts[index] ?? 0;
    if (!hasSerial(bytes, start, wanted)) continue;
    const entry = takeAny({ bytes, at: start, end: bytes.length }, 'an entry');
    const { date, extensions } = readEntryParts(entry);
    if (!isIssuer(issuerAt(entries, index))) continue;
    const said = extensions === null ? noExtensions : entryExtensions(extensions);
    found.push({ ...said, revokedAt: timeOf(date, 'revocationDate').date });
  }
  return found;
}

function hasSerial(bytes: Buffer, start: number, wanted: Uint8Array): boolean {
  const length = bytes[start + 1] ?? 0;
  const at = start + 2 + (length < 0x80 ? 0 : length & 0x7f);
  const body = at + 2;
  const end = body + (bytes[at + 1] ?? 0);
  // The last byte tells most serial numbers apart.
  if (bytes[end - 1] !== wanted.at(-1)) return false;
  const content = significant(bytes, body, end);
  return content.length === wanted.length && content.equals(wanted);
}

/** Two writings of one number are one: a padded integer is malformed, and must not hide a revocation. */
function significant(bytes: Buffer, body: number, end: number): Buffer {
  let at = body;
  while (at + 1 < end && isPadding(bytes[at] ?? 0, bytes[at + 1] ?? 0)) at += 1;
  return bytes.subarray(at, end);
}

function isPadding(first: number, second: number): boolean {
  return (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
}

/** GeneralNames of the issuer that holds at this position; null: the issuer of the CRL (RFC 5280 §5.3.3). */
function issuerAt({ bytes, starts, issuerChanges }: CrlEntries, index: number): Element | null {
  const position = lastNotAfter(issuerChanges, index);
  const start = position === null ? undefined : starts[position];
  if (start === undefined) return null;
  const entry = takeAny({ bytes, at: start, end: bytes.length }, 'an entry');
  const { extensions } = readEntryParts(entry);
  return extensions === null ? null : entryExtensions(extensions).certificateIssuer;
}

function lastNotAfter(ascending: readonly number[], limit: number): number | null {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return ascending[low - 1] ?? null;
}
