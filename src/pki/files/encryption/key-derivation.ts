import { hash as digest, pbkdf2, scrypt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Reading } from '../parts.ts';
import { LockedError } from './locked-error.ts';

/** What a stranger's file may cost: seconds at most, none of them on the thread that serves people. */
const mostPbkdf2Rounds = 5_000_000;
const mostPkcs12Rounds = 1_000_000;
const mostScryptBytes = 128 * 1024 * 1024;
/** A round in JavaScript costs about as much as these in OpenSSL. */
const javaScriptFactor = 5;
const roundsBetweenPauses = 5000;

export type Derivation = {
  readonly hash: string;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly length: number;
};

/** PBKDF2 (RFC 8018 §5.2), in a thread of the pool. */
export async function derivePbkdf2(
  password: Uint8Array,
  { hash, salt, rounds, length }: Derivation,
  reading: Reading,
): Promise<Buffer> {
  spend(rounds, mostPbkdf2Rounds, 1, reading);
  return unlessAborted(promisify(pbkdf2)(password, salt, rounds, length, hash), reading);
}

export type ScryptCosts = { readonly N: number; readonly r: number; readonly p: number };

/** scrypt (RFC 7914), in a thread of the pool. */
export async function deriveScrypt(
  password: Uint8Array,
  salt: Uint8Array,
  { N, r, p }: ScryptCosts,
  length: number,
  reading: Reading,
): Promise<Buffer> {
  const blocks = N * r * p * 4;
  if (128 * N * r > mostScryptBytes || 128 * r * p > mostScryptBytes) throw tooCostly();
  spend(blocks, mostPbkdf2Rounds, 1, reading);
  const options = { N, r, p, maxmem: 2 * mostScryptBytes };
  const derived = new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, length, options, (fault, key) => (fault === null ? resolve(key) : reject(fault)));
  });
  return unlessAborted(derived, reading);
}

/** PBKDF1 (RFC 8018 §5.1): at most as long as the hash. */
export async function derivePbkdf1(
  password: Uint8Array,
  { hash, salt, rounds, length }: Derivation,
  reading: Reading,
): Promise<Buffer> {
  spend(rounds, mostPkcs12Rounds, javaScriptFactor, reading);
  return (await iterate(hash, Buffer.concat([password, salt]), rounds, reading)).subarray(0, length);
}

/** What the bytes are for (RFC 7292 §B.3). */
export const purposes = { key: 1, iv: 2, mac: 3 } as const;

/** The derivation of PKCS#12 (RFC 7292 §B.2). */
export async function derivePkcs12(
  purpose: keyof typeof purposes,
  bmp: Uint8Array,
  { hash, salt, rounds, length }: Derivation,
  reading: Reading,
): Promise<Buffer> {
  const block = /^sha(384|512)/.test(hash) ? 128 : 64;
  const input = Buffer.concat([filled(salt, block), filled(bmp, block)]);
  const output: Buffer[] = [];
  for (let have = 0; have < length; ) {
    spend(rounds, mostPkcs12Rounds, javaScriptFactor, reading);
    const start = Buffer.concat([Buffer.alloc(block, purposes[purpose]), input]);
    const bytes = await iterate(hash, start, rounds, reading);
    output.push(bytes);
    have += bytes.length;
    addToEach(input, filled(bytes, block).subarray(0, block), block);
  }
  return Buffer.concat(output).subarray(0, length);
}

/** For each half of the salt MD5 of what came before and the password, over and over: key and IV, 32 bytes. */
export async function deriveSunKey(
  password: Uint8Array,
  { salt, rounds }: Pick<Derivation, 'salt' | 'rounds'>,
  reading: Reading,
): Promise<Buffer> {
  const first = Buffer.from(salt.subarray(0, 4));
  const second = Buffer.from(salt.subarray(4, 8));
  // Sun's own guard against equal halves, with the slip that it has always had.
  const [zero = 0, one = 0, , three = 0] = first;
  const turned = first.equals(second) ? Buffer.from([three, zero, one, three]) : first;
  const halves: Buffer[] = [];
  for (const half of [turned, second]) {
    spend(rounds, mostPkcs12Rounds, javaScriptFactor, reading);
    halves.push(await iterate('md5', Buffer.concat([half, password]), rounds, reading, password));
  }
  return Buffer.concat(halves);
}

/** The hash of the start, then again and again the hash of what came out and `after` behind it. */
async function iterate(
  hash: string,
  start: Buffer,
  rounds: number,
  { signal }: Reading,
  after?: Uint8Array,
): Promise<Buffer> {
  let bytes = digest(hash, start, 'buffer');
  for (let round = 1; round < rounds; round += 1) {
    bytes = digest(hash, after === undefined ? bytes : Buffer.concat([bytes, after]), 'buffer');
    if (round % roundsBetweenPauses !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return bytes;
}

/** Repeated to a whole number of blocks; nothing stays nothing. */
function filled(bytes: Uint8Array, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** I_j = (I_j + B + 1) mod 2^v, for every block of the input. */
function addToEach(input: Buffer, addend: Buffer, block: number): void {
  for (let from = 0; from < input.length; from += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index -= 1) {
      const sum = (input[from + index] ?? 0) + (addend[index] ?? 0) + carry;
      input[from + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

/** A thread cannot be called back: it works to its end, and nobody waits for it. */
async function unlessAborted<Value>(work: Promise<Value>, { signal }: Reading): Promise<Value> {
  if (signal === undefined) return work;
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function spend(rounds: number, most: number, factor: number, reading: Reading): void {
  reading.signal?.throwIfAborted();
  if (rounds < 1 || rounds > most || rounds * factor > reading.budget.rounds) throw tooCostly();
  reading.budget.rounds -= rounds * factor;
}

function tooCostly(): LockedError {
  return new LockedError(
    'too-costly',
    'it asks for more work to turn the password into a key than is done for strangers',
  );
}
