import { type BerElement, berChildren, octetsOf, readerOf, takeBer } from '../../asn1/ber.ts';
import { DerError, type Element, tags } from '../../asn1/der.ts';
import { contentInfoOf, contentName, contentTypes, dataOf } from '../content-info.ts';
import { decrypt } from '../encryption/decrypt.ts';
import { LockedError, wrongPassword } from '../encryption/locked-error.ts';
import { type Password, passwordsFor } from '../encryption/passwords.ts';
import type { Placed } from '../file-contents.ts';
import { addLocked, type Reading } from '../parts.ts';
import { signedContent } from '../signed-data.ts';
import { macPassword } from './mac.ts';
import { readBags } from './safe-bags.ts';

/**
 * PFX (RFC 7292 §4) as anybody writes it: with a MAC of any kind or none, with each part encrypted by itself or not
 * at all. What needs no password is told even where the password is wrong. Throws `DerError` when its frame is broken.
 */
export async function readPkcs12(element: Element, placed: Placed, reading: Reading): Promise<void> {
  const [, authSafe, macData] = berChildren(element, 'the key store');
  if (authSafe === undefined) throw new DerError('the key store is cut off', element.start);
  const contents = authenticatedContents(authSafe);
  const { right, passwords } = await checkMac(macData, contents, reading);
  const before = reading.parts.locked.length;
  // A writer may give PBES2 the BMPString as well; looking for it costs nothing where the standard way fits.
  const tried = [...passwords, ...passwords.map(({ bmp }) => ({ bytes: bmp, bmp }))];
  const store: Store = { right, passwords: tried, before, closed: 0, opened: 0, bags: 0 };
  for (const info of berChildren(parsed(contents, 'the key store'), 'the key store')) {
    await readPart(info, store, placed, reading);
  }
  conclude(store, placed, reading);
}

type Store = {
  /** Whether the MAC agrees with a password; null without a MAC, or with one that cannot be computed. */
  readonly right: boolean | null;
  readonly passwords: readonly Password[];
  /** How many parts of the file were locked before it. */
  readonly before: number;
  closed: number;
  opened: number;
  bags: number;
};

function authenticatedContents(authSafe: Element): Uint8Array {
  const info = contentInfoOf(authSafe);
  if (info.type === contentTypes.data) return dataOf(info, 'the contents of the key store');
  if (info.type === contentTypes.signedData && info.content !== null) {
    return dataOf(contentInfoOf(signedContent(info.content)), 'the contents of the key store');
  }
  throw new DerError(`the key store holds ${contentName(info.type)}`, authSafe.start);
}

async function checkMac(
  macData: Element | undefined,
  contents: Uint8Array,
  reading: Reading,
): Promise<Pick<Store, 'right' | 'passwords'>> {
  const passwords = passwordsFor(reading.password);
  if (macData === undefined) return { right: null, passwords };
  try {
    const found = await macPassword(macData, contents, passwords, reading);
    if (found === null) return { right: false, passwords };
    return { right: true, passwords: [found, ...passwords.filter((one) => one !== found)] };
  } catch (thrown) {
    if (!(thrown instanceof LockedError || thrown instanceof DerError)) throw thrown;
    reading.parts.problems.push(`the MAC of the key store cannot be checked: ${thrown.message}`);
    return { right: null, passwords };
  }
}

async function readPart(element: BerElement, store: Store, placed: Placed, reading: Reading): Promise<void> {
  const info = contentInfoOf(element);
  switch (info.type) {
    case contentTypes.data:
      return countBags(
        parsed(dataOf(info, 'a part of the key store'), 'a part of the key store'),
        store,
        placed,
        reading,
      );
    case contentTypes.encryptedData:
      return readEncryptedPart(info.content, store, placed, reading);
    default: {
      const detail = `a part of the key store is ${contentName(info.type)}, which a password does not open`;
      addLocked('a part of the key store', { reason: 'unsupported', detail }, placed, reading.parts);
    }
  }
}

async function countBags(safe: Element, store: Store, placed: Placed, reading: Reading): Promise<void> {
  store.bags = await readBags(safe, store.bags, { placed, passwords: store.passwords, reading });
}

/** EncryptedData (RFC 5652 §8) with SafeContents inside. */
async function readEncryptedPart(
  content: Element | null,
  store: Store,
  placed: Placed,
  reading: Reading,
): Promise<void> {
  const info = content === null ? undefined : berChildren(content, 'an encrypted part')[1];
  const [, algorithm, data] = info === undefined ? [] : berChildren(info, 'an encrypted part');
  if (algorithm === undefined || data === undefined)
    throw new DerError('an encrypted part is cut off', content?.start ?? 0);
  try {
    const encryption = { algorithm, data: octetsOf(data, 'an encrypted part') };
    const safe = await decrypt(encryption, store.passwords, asSafeContents, reading);
    if (safe === null) {
      store.closed += 1;
      return;
    }
    store.opened += 1;
    await countBags(safe, store, placed, reading);
  } catch (thrown) {
    if (!(thrown instanceof LockedError)) throw thrown;
    const { reason, message: detail } = thrown;
    addLocked('a part of the key store', { reason, detail }, placed, reading.parts);
  }
}

/** Whether deciphered bytes make sense: a sequence of sequences that each start with a type. */
function asSafeContents(plain: Buffer): Element | null {
  try {
    const safe = parsed(plain, 'the contents');
    const sound = berChildren(safe, 'the contents').every((bag) => {
      return bag.tag === tags.sequence && berChildren(bag, 'a bag')[0]?.tag === tags.oid;
    });
    return safe.tag === tags.sequence && sound ? safe : null;
  } catch (thrown) {
    if (thrown instanceof DerError) return null;
    throw thrown;
  }
}

function parsed(bytes: Uint8Array, what: string): BerElement {
  const reader = readerOf(bytes);
  const element = takeBer(reader, what);
  if (element.tag !== tags.sequence) throw new DerError(`${what} is no sequence`, 0);
  return element;
}

function conclude({ right, before, closed, opened }: Store, placed: Placed, reading: Reading): void {
  if (right === false && opened > 0) {
    reading.parts.problems.push(
      'the password opens the key store and its MAC does not agree: the file was altered',
    );
    return;
  }
  if (closed === 0 && right !== false) return;
  const { reason, message } = wrongPassword(reading.password);
  const detail = right === true ? 'a part of the key store has another password than the store' : message;
  // Keys that stayed closed for the same reason say so themselves.
  const { locked } = reading.parts;
  locked.push(...locked.splice(before).filter((part) => part.reason !== reason));
  addLocked('the key store', { reason, detail }, placed, reading.parts);
}
