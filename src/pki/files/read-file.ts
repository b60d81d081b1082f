import { bareBase64, bareHex, base64Runs } from './bare-text.ts';
import { derKindOf } from './der-kinds.ts';
import type { FileContents, FileFormat } from './file-contents.ts';
import { javaStoreKind, readJavaStore } from './java/java-key-store.ts';
import { formatOf, kindWords } from './kind-words.ts';
import { readJsonKeys, readPuttyKey, readSshLines } from './other-keys.ts';
import { isFull, newParts, type Parts, partCount, pauseNowAndThen, type Reading, within } from './parts.ts';
import { pemBlocks } from './pem/pem.ts';
import { blockPlace, readBlock } from './pem/pem-parts.ts';
import { readDer } from './read-der.ts';
import { isReadable, textOfBytes, unescapedUrl } from './text-of.ts';
import { isSecretElse, whatElse } from './what-else.ts';

export type ReadFileOptions = {
  /** Of the key store or the private key; without one, the absent and the empty password are tried. */
  readonly password?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

const mostBytes = 4 * 1024 * 1024;
/** Of key derivation, for the whole file: some seconds of one thread of the pool. */
const mostRounds = 20_000_000;
/** PEM inside base64 inside a JSON string: a secret of Kubernetes, say. */
const deepest = 3;

type Found = readonly [format: FileFormat, described: string];

/**
 * Tells what stands in a file, by its contents and never by its name. Expected trouble (a wrong password, a malformed
 * part, a file that is something else) is part of the answer; only an aborted signal rejects, with its reason.
 */
export async function readFile(bytes: Uint8Array, options: ReadFileOptions = {}): Promise<FileContents> {
  const { password, signal } = options;
  const budget = { rounds: mostRounds };
  const reading: Reading = { parts: newParts(), password, signal, budget, privateKeySeen: false };
  const [format, found] = await readBytes(bytes, reading, '', 0);
  const { parts, privateKeySeen } = reading;
  const described = parts.others.length === partCount(parts) ? inOtherWords(format, found, parts) : found;
  return { format, described, sizeBytes: bytes.length, ...parts, privateKeySeen };
}

/** Where there is nothing to look into, the parts say best what the file is. */
function inOtherWords(format: FileFormat, found: string, { others }: Parts): string {
  const words = [...new Set(others.map(({ described }) => described))].slice(0, 3).join(', ');
  if (words === '') return found;
  return format === 'pem' ? `PEM text with ${words}` : words;
}

async function readBytes(bytes: Uint8Array, reading: Reading, place: string, depth: number): Promise<Found> {
  if (bytes.length === 0) return ['empty', 'an empty file'];
  if (bytes.length > mostBytes)
    return ['unknown', `over ${mostBytes / 2 ** 20} MiB, too large to be looked into`];
  const placed = { place, alias: null };
  const java = javaStoreKind(bytes);
  if (java !== null) {
    await readJavaStore(bytes, placed, reading);
    return [java, `a Java key store (${java.toUpperCase()})`];
  }
  const text = textOfBytes(bytes);
  if (bytes[0] === 0x30 && !isReadable(text)) {
    const kind = await readDer(bytes, placed, reading);
    return [formatOf(kind), kind === 'unknown' ? kindWords(derKindOf(bytes)) : kindWords(kind)];
  }
  return (await readText(text, reading, place, depth)) ?? unknown(bytes, text, reading);
}

/** RFC 7468 §8 and §9, and what older programs write. */
const pkcs7Labels = ['PKCS7', 'CMS', 'PKCS #7 SIGNED DATA'];

async function readText(text: string, reading: Reading, place: string, depth: number): Promise<Found | null> {
  const blocks = pemBlocks(unescapedUrl(text));
  for (const [index, block] of blocks.entries()) {
    if (isFull(reading.parts)) break;
    await pauseNowAndThen(index, reading);
    await readBlock(block, blockPlace(index, place), reading);
  }
  if (blocks.length === 1 && blocks.every(({ label }) => pkcs7Labels.includes(label))) {
    return ['pkcs7', 'a PKCS#7 bundle in PEM'];
  }
  if (blocks.length > 0) return ['pem', 'PEM text'];
  if (readPuttyKey(text, reading)) return ['unknown', 'a private key of PuTTY'];
  const isKeys = readJsonKeys(text, reading);
  if (depth < deepest) {
    const found = await readEncoded(text, reading, depth + 1);
    if (found !== null) return isKeys ? ['jwk', 'JSON Web Keys'] : found;
  }
  if (isKeys) return ['jwk', 'JSON Web Keys'];
  return readSshLines(text, reading) ? ['openssh', 'SSH public keys'] : null;
}

/** Base64 or hexadecimal as the whole text, then base64 anywhere inside it. */
async function readEncoded(text: string, reading: Reading, depth: number): Promise<Found | null> {
  const hex = bareHex(text);
  const whole = hex ?? bareBase64(text);
  if (whole !== null && isWorthReading(whole)) {
    const format = hex === null ? 'base64' : 'hex';
    const [, inside] = await readBytes(whole, reading, '', depth);
    return [format, `${hex === null ? 'base64' : 'hexadecimal digits'} of ${inside}`];
  }
  const runs = base64Runs(text);
  for (const [index, run] of runs.entries()) {
    if (isFull(reading.parts)) break;
    await pauseNowAndThen(index, reading);
    await readBytes(run, reading, within(`piece ${index + 1}`, ''), depth);
  }
  return runs.length === 0 ? null : ['base64', 'text with base64 inside'];
}

function isWorthReading(bytes: Buffer): boolean {
  if (javaStoreKind(bytes) !== null || derKindOf(bytes) !== 'unknown') return true;
  return (
    bytes.includes('-----BEGIN ') || /^MI[A-P]/.test(bytes.toString('latin1', 0, 4)) || bytes[0] === 0x30
  );
}

function unknown(bytes: Uint8Array, text: string, reading: Reading): Found {
  const described = whatElse(bytes, text);
  if (isSecretElse(described)) reading.privateKeySeen = true;
  return ['unknown', described];
}
