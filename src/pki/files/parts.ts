import { setImmediate } from 'node:timers/promises';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import type { FileContents, LockReason, Placed } from './file-contents.ts';

/** The lists of a `FileContents` while they are being filled. */
export type Parts = {
  -readonly [List in Exclude<
    keyof FileContents,
    'format' | 'described' | 'sizeBytes' | 'privateKeySeen'
  >]: FileContents[List][number][];
};

/** Where the reader stands, and what it may spend. */
export type Reading = {
  readonly parts: Parts;
  readonly password: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** What key derivation may still cost in this file, in rounds of a hash. */
  readonly budget: { rounds: number };
  /** Set once anything that is a private key, or was one, has been met. */
  privateKeySeen: boolean;
};

const mostParts = 2000;

export function newParts(): Parts {
  return {
    certificates: [],
    unreadable: [],
    privateKeys: [],
    publicKeys: [],
    requests: [],
    revocationLists: [],
    others: [],
    locked: [],
    problems: [],
  };
}

export function partCount({ problems: _, ...parts }: Parts): number {
  return Object.values(parts).reduce((sum, list) => sum + list.length, 0);
}

export function isFull(parts: Parts): boolean {
  return partCount(parts) >= mostParts;
}

const partsBetweenPauses = 16;

/** Lets the thread serve others now and then: called before each part of a long file. */
export async function pauseNowAndThen(index: number, { signal }: Reading): Promise<void> {
  if (index % partsBetweenPauses !== partsBetweenPauses - 1) return;
  await setImmediate();
  signal?.throwIfAborted();
}

export function addCertificate(der: Uint8Array, placed: Placed, parts: Parts): void {
  const read = parseCertificate(der);
  if ('unreadable' in read) addUnreadable('a certificate', read.unreadable, placed, parts);
  else parts.certificates.push({ ...placed, certificate: read });
}

export function addUnreadable(what: string, reason: string, placed: Placed, parts: Parts): void {
  parts.unreadable.push({ ...placed, what, reason });
}

export function addLocked(
  what: string,
  lock: { readonly reason: LockReason; readonly detail: string },
  placed: Placed,
  parts: Parts,
): void {
  parts.locked.push({ ...placed, what, ...lock });
}

const longestAlias = 200;

/** A name that a stranger gave, short enough to be shown. */
export function aliasOf(text: string): string {
  return text.slice(0, longestAlias);
}

/** "block 2 (CERTIFICATE)", and inside it "certificate 3 of block 2". */
export function within(inner: string, outer: string): string {
  return outer === '' ? inner : `${inner} of ${outer}`;
}
