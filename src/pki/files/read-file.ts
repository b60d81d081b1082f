import type { FileContents, FileFormat } from './file-contents.ts';
import { newParts, partCount, type Reading } from './parts.ts';
import { pemBlocks } from './pem.ts';
import { readBlock } from './pem-parts.ts';
import { readDer } from './read-der.ts';

export type ReadFileOptions = {
  /** Of the key store or the private key; without one, the absent and the empty password are tried. */
  readonly password?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

const mostBytes = 4 * 1024 * 1024;
const mostRounds = 20_000_000;

/**
 * Tells what stands in a file, by its contents and never by its name. Expected trouble (a wrong password, a malformed
 * part, a file that is something else) is part of the answer; only an aborted signal rejects, with its reason.
 */
export async function readFile(bytes: Uint8Array, options: ReadFileOptions = {}): Promise<FileContents> {
  const reading: Reading = {
    parts: newParts(),
    password: options.password,
    signal: options.signal,
    budget: { rounds: mostRounds },
    privateKeySeen: false,
  };
  const [format, described] = await readInto(bytes, reading);
  return {
    format,
    described,
    sizeBytes: bytes.length,
    ...reading.parts,
    privateKeySeen: reading.privateKeySeen,
  };
}

async function readInto(bytes: Uint8Array, reading: Reading): Promise<readonly [FileFormat, string]> {
  if (bytes.length === 0) return ['empty', 'an empty file'];
  if (bytes.length > mostBytes)
    return ['unknown', `a file of over ${mostBytes} bytes, too large to be looked into`];
  if (bytes[0] === 0x30) {
    await readDer(bytes, { place: '', alias: null }, reading);
    return ['der', 'DER data'];
  }
  for (const [index, block] of pemBlocks(Buffer.from(bytes).toString('utf8')).entries()) {
    await readBlock(block, index, reading);
  }
  return partCount(reading.parts) > 0 ? ['pem', 'PEM text'] : ['unknown', 'a file of an unknown kind'];
}
