import { type BerElement, berChildren, octetsOf, wholeBer } from '../../asn1/ber.ts';
import { DerError, type Element, tags } from '../../asn1/der.ts';
import { textOf } from '../../asn1/der-text.ts';
import { oidOf } from '../../asn1/der-values.ts';
import { readEncryptedKey } from '../encrypted-key.ts';
import type { Password } from '../encryption/passwords.ts';
import type { Placed } from '../file-contents.ts';
import { addCertificate, addUnreadable, aliasOf, isFull, type Reading, within } from '../parts.ts';
import { addOpenKey } from '../private-key.ts';
import { readRevocationList } from '../revocation-list.ts';

type Context = {
  readonly placed: Placed;
  readonly passwords: readonly Password[];
  readonly reading: Reading;
};

const bagTypes = '1.2.840.113549.1.12.10.1';
const deepest = 5;

/** SafeContents (RFC 7292 §4.2); returns how many bags have been met by then, for their numbering. */
export async function readBags(safe: Element, before: number, context: Context, depth = 0): Promise<number> {
  let count = before;
  for (const bag of berChildren(safe, 'the contents')) {
    if (isFull(context.reading.parts)) break;
    const [type, wrapper, attributes] = berChildren(bag, 'a bag');
    const [value] = wrapper === undefined ? [] : berChildren(wrapper, 'a bag');
    if (type === undefined || value === undefined) throw new DerError('a bag is cut off', bag.start);
    const oid = oidOf(type, 'the type of a bag');
    if (oid === `${bagTypes}.6`) {
      if (depth >= deepest) throw new DerError('bags are nested too deep', bag.start);
      count = await readBags(value, count, context, depth + 1);
      continue;
    }
    count += 1;
    const placed: Placed = {
      place: within(`bag ${count}`, context.placed.place),
      alias: attributes === undefined ? null : friendlyName(attributes),
    };
    await readBag(oid, value, placed, context);
  }
  return count;
}

async function readBag(oid: string, value: BerElement, placed: Placed, context: Context): Promise<void> {
  const { reading, passwords } = context;
  const { parts } = reading;
  switch (oid) {
    case `${bagTypes}.1`:
      return addOpenKey(wholeBer(value), 'pkcs8', placed, reading);
    case `${bagTypes}.2`:
      return readEncryptedKey(value, placed, reading, passwords);
    case `${bagTypes}.3`: {
      const der = typedValue(value, '1.2.840.113549.1.9.22.1');
      if (der === null) return addUnreadable('a certificate', 'it is no X.509 certificate', placed, parts);
      return addCertificate(der, placed, parts);
    }
    case `${bagTypes}.4`: {
      const der = typedValue(value, '1.2.840.113549.1.9.23.1');
      if (der !== null) readRevocationList(der, placed, parts);
      return;
    }
    case `${bagTypes}.5`:
      parts.others.push({ ...placed, described: 'a secret' });
      return;
    default:
      parts.others.push({ ...placed, described: `a bag of the unknown type ${oid}` });
  }
}

/** CertBag and CRLBag: a type and, when it is the wanted one, the octets of the value. */
function typedValue(bag: Element, wanted: string): Uint8Array | null {
  const [type, wrapper] = berChildren(bag, 'a bag');
  const [value] = wrapper === undefined ? [] : berChildren(wrapper, 'a bag');
  if (type === undefined || value === undefined) throw new DerError('a bag is cut off', bag.start);
  return oidOf(type, 'the type of a bag') === wanted ? octetsOf(value, 'the value of a bag') : null;
}

/** RFC 2985 §5.5.1; null when there is none. */
function friendlyName(attributes: Element): string | null {
  for (const attribute of berChildren(attributes, 'the attributes of a bag')) {
    const [type, values] = berChildren(attribute, 'an attribute');
    if (type?.tag !== tags.oid || oidOf(type, 'an attribute') !== '1.2.840.113549.1.9.20') continue;
    const [value] = values === undefined ? [] : berChildren(values, 'an attribute');
    const name = value === undefined ? null : textOf(value);
    if (name !== null) return aliasOf(name.text);
  }
  return null;
}
