import { childrenOf, contentLatin1, DerError, type Element, isDone, tags, takeAny } from '../../asn1/der.ts';
import { timeOf } from '../../asn1/der-time.ts';
import { type Fault, lint, refuse } from '../../certificate/fault.ts';
import { type CrlEntries, type EntryParts, readEntryParts } from './crl-entries.ts';
import { type EntryExtensions, entryExtensions } from './crl-entry-extensions.ts';

/** Sequence, a serial number of one byte, the shortest time that can be read. */
const shortestEntry = 2 + 3 + 12;
/** Malformed or unknown things; past these it is no CRL that would be put right by reading on. */
const mostTroubles = 1000;
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
  troubles: number;
  /** Some entry has extensions. */
  extended: boolean;
};

/** One pass over revokedCertificates (RFC 5280 §5.1.2.6). An entry that cannot be read is counted and passed over. */
export function scanEntries(list: Element, version: 1 | 2, faults: Fault[]): CrlEntries {
  const scan: Scan = {
    starts: new Uint32Array(Math.ceil((list.end - list.body) / shortestEntry)),
    issuerChanges: [],
    unknownCritical: new Set(),
    faults: [],
    blocks: new Map(),
    days: new Set(),
    count: 0,
    unreadable: 0,
    troubles: 0,
    extended: false,
  };
  const reader = childrenOf(list);
  if (isDone(reader)) {
    lint(faults, 'entries-empty', 'a list of revoked certificates that is empty', 'RFC 5280 §5.1.2.6');
  }
  while (!isDone(reader)) {
    const before = reader.at;
    try {
      scanEntry(scan, takeAny(reader, 'an entry'));
    } catch (thrown) {
      if (!(thrown instanceof DerError)) throw thrown;
      scan.unreadable += 1;
      note(scan, 'entry-malformed', thrown.message);
    }
    // Where not even the length of an entry can be read, there is no way on.
    if (reader.at > before && scan.troubles < mostTroubles) continue;
    if (!isDone(reader)) {
      refuse(faults, 'entries-abandoned', `reading the entries ended at byte ${before}`, 'RFC 5280 §5.1');
      scan.unreadable = Math.max(1, scan.unreadable);
    }
    break;
  }
  if (version === 1 && scan.extended) {
    refuse(faults, 'version-too-low', 'entries of a version 1 CRL have extensions', 'RFC 5280 §5.1.2.1');
  }
  faults.push(...scan.faults);
  return {
    bytes: list.bytes,
    starts: scan.starts.slice(0, scan.count),
    issuerChanges: scan.issuerChanges,
    unreadable: scan.unreadable,
    unknownCritical: [...scan.unknownCritical],
  };
}

function note(scan: Scan, code: string, text: string): void {
  scan.troubles += 1;
  if (scan.faults.length < mostFaults) refuse(scan.faults, code, text, 'RFC 5280 §5.1');
}

function scanEntry(scan: Scan, entry: Element): void {
  if (entry.tag !== tags.sequence) throw new DerError('an entry is no sequence', entry.start);
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
  scan.extended = true;
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
  for (const sentence of said.malformed) note(scan, 'entry-extension-malformed', sentence);
  for (const oid of said.unknownCritical) {
    scan.troubles += 1;
    if (scan.unknownCritical.size < mostUnknown) scan.unknownCritical.add(oid);
  }
}

const mostUnknown = 20;
