import { hash, timingSafeEqual } from 'node:crypto';
import type { Placed } from '../file-contents.ts';
import { addCertificate, addUnreadable, aliasOf, isFull, type Reading, within } from '../parts.ts';
import {
  CutOffError,
  takeBytes,
  takeString,
  takeUint16,
  takeUint32,
  type WireReader,
  wireReader,
} from '../ssh/wire-reader.ts';
import { readJavaKey } from './java-key-protection.ts';

const magics: Readonly<Record<number, 'jks' | 'jceks'>> = { 4277010157: 'jks', 3469659854: 'jceks' };

export function javaStoreKind(bytes: Uint8Array): 'jks' | 'jceks' | null {
  if (bytes.length < 12) return null;
  return magics[wireReader(bytes).bytes.readUInt32BE()] ?? null;
}

/**
 * JKS and JCEKS, as the comments of OpenJDK's JavaKeyStore and JceKeyStore lay them out: certificates stand open, keys
 * are encrypted one by one, and a keyed SHA-1 over all of it closes the file. Never throws: what is cut off is told.
 */
export async function readJavaStore(bytes: Uint8Array, placed: Placed, reading: Reading): Promise<void> {
  const reader = wireReader(bytes);
  takeBytes(reader, 4);
  const version = takeUint32(reader);
  const count = takeUint32(reader);
  if (version !== 1 && version !== 2) {
    addUnreadable('a Java key store', `its version ${version} does not exist`, placed, reading.parts);
    return;
  }
  try {
    for (let entry = 1; entry <= count && !isFull(reading.parts); entry += 1) {
      await readEntry(reader, { version, entry, isLast: entry === count, placed }, reading);
    }
    checkDigest(reader, reading);
  } catch (thrown) {
    if (!(thrown instanceof CutOffError)) throw thrown;
    addUnreadable('a Java key store', thrown.message, placed, reading.parts);
  }
}

type Entry = {
  readonly version: number;
  readonly entry: number;
  readonly isLast: boolean;
  readonly placed: Placed;
};

async function readEntry(reader: WireReader, at: Entry, reading: Reading): Promise<void> {
  const tag = takeUint32(reader);
  const alias = aliasOf(takeText(reader));
  takeBytes(reader, 8);
  const placed: Placed = { place: within(`entry ${at.entry}`, at.placed.place), alias };
  switch (tag) {
    case 1: {
      await readJavaKey(takeString(reader), placed, reading);
      const chain = takeUint32(reader);
      for (let index = 0; index < chain && !isFull(reading.parts); index += 1) {
        readCertificate(reader, at.version, placed, reading);
      }
      return;
    }
    case 2:
      return readCertificate(reader, at.version, placed, reading);
    case 3:
      reading.parts.others.push({ ...placed, described: 'a secret key' });
      return passSealedObject(reader, at);
    default:
      throw new CutOffError(`entry ${at.entry} is of the unknown kind ${tag}`);
  }
}

function readCertificate(reader: WireReader, version: number, placed: Placed, { parts }: Reading): void {
  const type = version === 1 ? 'X.509' : takeText(reader);
  const der = takeString(reader);
  if (type === 'X.509' || type === 'X509') addCertificate(der, placed, parts);
  else
    addUnreadable('a certificate', `it is of the type ${JSON.stringify(type.slice(0, 40))}`, placed, parts);
}

function takeText(reader: WireReader): string {
  return takeBytes(reader, takeUint16(reader)).toString('utf8');
}

const digestBytes = 20;
/** Far above what a sealed secret key takes. */
const mostSealedBytes = 64 * 1024;

/** A serialized Java object says nowhere how long it is: the next entry is known by its look. */
function passSealedObject(reader: WireReader, { version, isLast }: Entry): void {
  const last = reader.bytes.length - digestBytes;
  if (isLast) {
    reader.at = Math.max(reader.at, last);
    return;
  }
  const farthest = Math.min(last, reader.at + mostSealedBytes);
  for (let at = reader.at; at < farthest; at += 1) {
    if (!looksLikeEntry(reader.bytes, at, version)) continue;
    reader.at = at;
    return;
  }
  throw new CutOffError('nothing can be found behind its secret key');
}

const longestAlias = 512;

function looksLikeEntry(bytes: Buffer, at: number, version: number): boolean {
  if (bytes[at] !== 0 || bytes[at + 1] !== 0 || bytes[at + 2] !== 0) return false;
  const reader: WireReader = { bytes, at };
  try {
    const tag = takeUint32(reader);
    const length = takeUint16(reader);
    if (tag < 1 || tag > 3 || length > longestAlias) return false;
    takeBytes(reader, length);
    // Milliseconds since 1970: the upper two bytes are zero for the next eight thousand years.
    if (takeUint16(reader) !== 0) return false;
    takeBytes(reader, 6);
    if (tag === 1) return takeString(reader)[0] === 0x30;
    if (tag === 2)
      return version === 1 || (takeUint16(reader) === 5 && takeBytes(reader, 5).includes('X.509'));
    return takeBytes(reader, 2).toString('hex') === 'aced';
  } catch (thrown) {
    if (thrown instanceof CutOffError) return false;
    throw thrown;
  }
}

/** The digest keys itself with the password; it says whether the password is right, and nothing needs it. */
function checkDigest(reader: WireReader, { password, parts }: Reading): void {
  const body = reader.bytes.subarray(0, reader.at);
  const digest = takeBytes(reader, digestBytes);
  if (password === undefined) return;
  const salted = Buffer.concat([
    Buffer.from(password, 'utf16le').swap16(),
    Buffer.from('Mighty Aphrodite'),
    body,
  ]);
  if (timingSafeEqual(hash('sha1', salted, 'buffer'), digest)) return;
  parts.problems.push('the password is not that of the key store, or the file was altered');
}
