import { DerError, type Element, readWhole, tags, wholeHex } from '../asn1/der.ts';
import { textOf } from '../asn1/der-text.ts';
import { attributesOf } from './names-der.ts';

const keys = new Map<string, string>();
const mostKeys = 4096;
/** Of names and their keys together: a stranger's name may have a megabyte. */
const mostCharacters = 16 * 1024 * 1024;
let characters = 0;

/**
 * A text that is equal for two names (hexadecimal DER) which RFC 5280 §7.1 calls the same: string type, case and
 * runs of blanks do not count. A name that cannot be read is only equal to itself.
 */
export function nameKey(raw: string): string {
  const known = keys.get(raw);
  if (known !== undefined) return known;
  const key = computeKey(raw);
  if (keys.size >= mostKeys || characters >= mostCharacters) {
    keys.clear();
    characters = 0;
  }
  characters += raw.length + key.length;
  keys.set(raw, key);
  return key;
}

function computeKey(raw: string): string {
  const read = readKeys(() => rdnKeys(readWhole(Buffer.from(raw, 'hex'), tags.sequence, 'the name')));
  return read === null ? `raw ${raw}` : read.join('\n');
}

const subtreeKeys = new WeakMap<Element, readonly string[] | null>();

/**
 * One key per RDN, most significant first: a name is in the subtree of another whose list its own starts with. Null
 * for a name that cannot be read.
 */
export function rdnKeysOf(name: Element): readonly string[] | null {
  const known = subtreeKeys.get(name);
  if (known !== undefined) return known;
  const keys = readKeys(() => rdnKeys(name));
  subtreeKeys.set(name, keys);
  return keys;
}

function readKeys(read: () => readonly string[]): readonly string[] | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DerError) return null;
    throw thrown;
  }
}

function rdnKeys(name: Element): readonly string[] {
  return attributesOf(name, 'the name').map((attributes) =>
    attributes
      .map(({ oid, value }) => `${oid}=${valueKey(value)}`)
      .toSorted()
      .join('+'),
  );
}

function valueKey(value: Element): string {
  const read = textOf(value);
  if (read === null || read.text.includes('\ufffd')) return `#${wholeHex(value)}`;
  const folded = read.text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
  return JSON.stringify(folded);
}
