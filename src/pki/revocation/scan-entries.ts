import { childrenOf, contentLatin1, DerError, type Element, isDone, tags, take } from '../asn1/der.ts';
import { timeOf } from '../asn1/der-time.ts';
import { type Fault, lint, refuse } from '../certificate/fault.ts';
import { type CrlEntries, type EntryParts, readEntryParts } from './crl-entries.ts';
import { type EntryExtensions, entryExtensions } from './crl-entry-extensions.ts';

/** Sequence, a serial number of one byte, the shortest time that can be read. */
const shortestEntry = 2 + 3 + 12;
const mostUnreadable = 1000;
const mostFaults = 20;

type Scan = {
  readonly starts: Uint32Array;
  readonly issuerChanges: number[];
  readonly unknownCritical: Set<string>;
  readonly faults: Fault[];
  readonly blocks: Map<string, EntryExtensions>;
  /** YYMMDD of days that exist. */
  readonly days: Set<number>;
  count: number;
  unreadable: number;
};

/** One pass over revokedCertificates (RFC 5280 §5.1.2.6). An entry that cannot be read is counted and passed over. */
export function scanEntries(list: Element, faults: Fault[]): CrlEntries {
  const scan: Scan = {
    starts: new Uint32Array(Math.ceil((list.end - list.body) / shortestEntry)),
    issuerChanges: [],
    unknownCritical: new Set(),
    faults: [],
    blocks: new Map(),
    days: new Set(),
    count: 0,
    unreadable: 0,
  };
  const reader = childrenOf(list);
  if (isDone(reader)) {
    lint(faults, 'entries-empty', 'a list of revoked certificates that is empty', 'RFC 5280 §5.1.2.6');
  }
  while (!isDone(reader)) {
    const before = reader.at;
    try {
      scanEntry(scan, take(reader, tags.sequence, 'an entry'));
    } catch (thrown) {
      if (!(thrown instanceof DerError)) throw thrown;
      scan.unreadable += 1;
      if (scan.unreadable <= mostFaults)
        refuse(scan.faults, 'entry-malformed', thrown.message, 'RFC 5280 §5.1');
      // The frame of the entry itself is broken, or nothing here is a CRL: there is no way on.
      if (reader.at === before || scan.unreadable >= mostUnreadable) {
        refuse(
          faults,
          'entries-abandoned',
          `reading ended at byte ${before} of the entries`,
          'RFC 5280 §5.1',
        );
        break;
      }
    }
  }
  faults.push(...scan.faults.slice(0, mostFaults));
  return {
    bytes: list.bytes,
    starts: scan.starts.slice(0, scan.count),
    issuerChanges: scan.issuerChanges,
    unreadable: scan.unreadable,
    unknownCritical: [...scan.unknownCritical],
  };
}

function scanEntry(scan: Scan, entry: Element): void {
  const parts = readEntryParts(entry);
  checkDate(scan, parts);
  if (parts.extensions !== null) noteExtensions(scan, parts.extensions);
  scan.starts[scan.count] = entry.start;
  scan.count += 1;
}

/** Days that were found to exist come by the thousand: only new ones, and other writings of a time, go the long way. */
function checkDate(scan: Scan, { date }: EntryParts): void {
  const { bytes, tag, body, end } = date;
  const plain = tag === tags.utcTime && end - body === 13 && bytes[end - 1] === 0x5a;
  const day = plain ? digits(bytes, body, 6) : -1;
  const timeOfDay = plain ? digits(bytes, body + 6, 6) : -1;
  if (day >= 0 && scan.days.has(day) && isTimeOfDay(timeOfDay)) return;
  const { problem } = timeOf(date, 'revocationDate');
  if (problem === null) scan.days.add(day);
  else if (scan.faults.length < mostFaults) {
    lint(scan.faults, 'entry-time', `revocationDate ${problem}`, 'RFC 5280 §5.1.2.6');
  }
}

/** Their number; -1 when one is no digit. */
function digits(bytes: Buffer, from: number, count: number): number {
  let number = 0;
  for (let at = from; at < from + count; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** HHMMSS. */
function isTimeOfDay(number: number): boolean {
  return number >= 0 && number < 240000 && number % 10000 < 6000 && number % 100 < 60;
}

/** Most entries repeat one of a handful of writings ("keyCompromise" and no more), so those are kept. */
const longestBlock = 40;
const mostBlocks = 256;

function noteExtensions(scan: Scan, list: Element): void {
  const short = list.end - list.body <= longestBlock;
  const text = short ? contentLatin1(list) : '';
  const known = short ? scan.blocks.get(text) : undefined;
  if (known !== undefined) {
    if (known.certificateIssuer !== null) scan.issuerChanges.push(scan.count);
    return;
  }
  const said = entryExtensions(list);
  if (short && scan.blocks.size < mostBlocks) scan.blocks.set(text, said);
  if (said.certificateIssuer !== null) scan.issuerChanges.push(scan.count);
  if (said.unknownCritical.length > 0) noteUnknown(scan, said.unknownCritical);
  if (said.faults.length > 0 && scan.faults.length < mostFaults) scan.faults.push(...said.faults);
}

const mostUnknown = 20;

function noteUnknown(scan: Scan, oids: readonly string[]): void {
  for (const oid of oids) if (scan.unknownCritical.size < mostUnknown) scan.unknownCritical.add(oid);
}
