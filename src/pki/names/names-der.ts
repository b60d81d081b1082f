import {
  childrenOf,
  contentLatin1,
  contentOf,
  type Element,
  isDone,
  tags,
  take,
  takeAny,
  wholeHex,
} from '../asn1/der.ts';
import { textOf } from '../asn1/der-text.ts';
import { oidOf } from '../asn1/der-values.ts';
import type { Name } from '../certificate/certificate.ts';
import { type Fault, refuse } from '../certificate/fault.ts';
import { attributeNames } from '../certificate/object-identifiers.ts';

/** One AttributeTypeAndValue; `text` is null when the value is no string. */
export type Attribute = {
  readonly oid: string;
  readonly text: string | null;
  readonly value: Element;
};

/** RDNs in their order, most significant first (RFC 5280 §4.1.2.4). Throws `DerError`. */
export function attributesOf(name: Element, what: string, faults?: Fault[]): readonly Attribute[][] {
  const relativeNames: Attribute[][] = [];
  const list = childrenOf(name);
  while (!isDone(list)) {
    const set = childrenOf(take(list, tags.set, `an RDN of ${what}`));
    const attributes: Attribute[] = [];
    while (!isDone(set)) {
      const parts = childrenOf(take(set, tags.sequence, `an attribute of ${what}`));
      const oid = oidOf(take(parts, tags.oid, 'an attribute type'), 'an attribute type');
      const value = takeAny(parts, `an attribute value of ${what}`);
      const read = textOf(value);
      if (read?.problem != null && faults !== undefined)
        refuse(
          faults,
          'name-string',
          `${what} has ${read.problem} in ${attributeNames[oid] ?? oid}`,
          'RFC 5280 §4.1.2.4',
        );
      attributes.push({ oid, text: read?.text ?? null, value });
    }
    if (attributes.length === 0 && faults !== undefined)
      refuse(faults, 'name-empty-rdn', `${what} has an empty RDN`, 'RFC 5280 §4.1.2.4');
    relativeNames.push(attributes);
  }
  return relativeNames;
}

export function nameOf(element: Element, what: string, faults: Fault[]): Name {
  const relativeNames = attributesOf(element, what, faults);
  const all = relativeNames.flat();
  const lastOf = (oid: string) => all.findLast((attribute) => attribute.oid === oid)?.text ?? null;
  return {
    // RFC 4514 §2.1: the last RDN is written first.
    text: relativeNames
      .toReversed()
      .map((attributes) => attributes.map(attributeText).join('+'))
      .join(', '),
    commonName: lastOf('2.5.4.3'),
    organization: lastOf('2.5.4.10'),
    raw: wholeHex(element),
  };
}

function attributeText({ oid, text, value }: Attribute): string {
  const type = attributeNames[oid] ?? oid;
  return `${type}=${text === null ? `#${wholeHex(value)}` : escaped(text)}`;
}

/** RFC 4514 §2.4, and controls as hexadecimal pairs. */
function escaped(text: string): string {
  if (!/[\u0000-\u001f\u007f"+,;<>\\]|^[ #]| $/.test(text)) return text;
  return text
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(/[\u0000-\u001f\u007f]/g, (one) => `\\${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

export type GeneralName =
  | { readonly kind: 'dns'; readonly value: string }
  | { readonly kind: 'email' | 'uri'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: Uint8Array }
  | { readonly kind: 'directory'; readonly value: Element }
  | { readonly kind: 'other'; readonly type: number };

/** GeneralName (RFC 5280 §4.2.1.6). Its character strings are IA5String: Latin-1 here, for the caller to judge. */
export function generalNameOf(element: Element, what: string): GeneralName {
  switch (element.tag) {
    case 0x81:
      return { kind: 'email', value: contentLatin1(element) };
    case 0x82:
      return { kind: 'dns', value: contentLatin1(element) };
    case 0x86:
      return { kind: 'uri', value: contentLatin1(element) };
    case 0x87:
      return { kind: 'ip', value: contentOf(element) };
    case 0xa4:
      return { kind: 'directory', value: take(childrenOf(element), tags.sequence, what) };
    default:
      return { kind: 'other', type: element.tag & 0x1f };
  }
}
