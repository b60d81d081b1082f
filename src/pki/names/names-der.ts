import {
  childrenOf,
  contentLatin1,
  contentOf,
  DerError,
  type Element,
  finish,
  isDone,
  tags,
  take,
  takeAny,
  wholeHex,
} from '../asn1/der.ts';
import { textOf } from '../asn1/der-text.ts';
import { isInSetOrder } from '../asn1/der-tree.ts';
import { oidOf } from '../asn1/der-values.ts';
import type { Name } from '../certificate/certificate.ts';
import { type Fault, lint, refuse } from '../certificate/fault.ts';
import { attributeNames } from '../certificate/object-identifiers.ts';
import { noteBroken } from '../certificate/recovering.ts';
import { type Attribute, judgeAttribute } from './attribute-faults.ts';

const mostAttributes = 1000;

/** RDNs in their order, most significant first (RFC 5280 §4.1.2.4). Throws `DerError`, also on over 1000 attributes. */
export function attributesOf(name: Element, what: string): readonly Attribute[][] {
  const relativeNames: Attribute[][] = [];
  const list = childrenOf(name);
  let left = mostAttributes;
  while (!isDone(list)) {
    const attributes = attributesIn(take(list, tags.set, 'an RDN'), what, left);
    left -= Math.max(attributes.length, 1);
    relativeNames.push(attributes);
  }
  return relativeNames;
}

function attributesIn(relativeName: Element, what: string, most: number): Attribute[] {
  const set = childrenOf(relativeName);
  const attributes: Attribute[] = [];
  while (!isDone(set)) {
    if (attributes.length >= most)
      throw new DerError(`${what} has over ${mostAttributes} attributes`, set.at);
    attributes.push(attributeOf(take(set, tags.sequence, 'an attribute'), what));
  }
  return attributes;
}

function attributeOf(pair: Element, what: string): Attribute {
  const parts = childrenOf(pair);
  const oid = oidOf(take(parts, tags.oid, 'an attribute type'), 'an attribute type');
  const value = takeAny(parts, 'an attribute value');
  finish(parts, `an attribute of ${what}`);
  const read = textOf(value);
  return { oid, text: read?.text ?? null, whole: pair, value, problem: read?.problem ?? null };
}

const citation = 'RFC 5280 §4.1.2.4';

/** What can be read of a Name: a broken RDN is noted and left out, what follows stands as far as it can be found. */
export function nameOf(element: Element, what: string, faults: Fault[]): Name {
  const found: Draft = { text: '', commonName: null, organization: null, parts: [] };
  const raw = wholeHex(element);
  if (element.tag !== tags.sequence) {
    refuse(faults, 'name-malformed', `${what} is not a sequence of RDNs`, citation, element.start);
    return { text: '', commonName: null, organization: null, raw };
  }
  const list = childrenOf(element);
  while (!isDone(list)) {
    const { at } = list;
    try {
      const relativeName = takeAny(list, `an RDN of ${what}`);
      if (relativeName.tag !== tags.set) throw new DerError(`an RDN of ${what} is not a set`, at);
      addRelativeName(
        found,
        attributesIn(relativeName, what, mostAttributes - found.parts.length),
        what,
        relativeName,
        faults,
      );
    } catch (thrown) {
      noteBroken(thrown, faults, 'name-malformed', citation);
      if (list.at === at || found.parts.length >= mostAttributes) break;
    }
  }
  return { text: found.text, commonName: found.commonName, organization: found.organization, raw };
}

type Draft = {
  text: string;
  commonName: string | null;
  organization: string | null;
  readonly parts: string[];
};

function addRelativeName(
  found: Draft,
  attributes: readonly Attribute[],
  what: string,
  element: Element,
  faults: Fault[],
): void {
  if (attributes.length === 0) {
    refuse(faults, 'name-empty-rdn', `${what} has an empty RDN`, citation, element.start);
    found.parts.push('');
  }
  if (attributes.length > 1 && !isInSetOrder(attributes.map(({ whole }) => whole))) {
    lint(
      faults,
      'set-order',
      `an RDN of ${what} is not in the order DER wants`,
      'X.690 §11.6',
      element.start,
    );
  }
  let text = '';
  for (const attribute of attributes) {
    judgeAttribute(attribute, what, faults);
    if (attribute.oid === '2.5.4.3') found.commonName = attribute.text;
    if (attribute.oid === '2.5.4.10') found.organization = attribute.text;
    const part = attributeText(attribute);
    if (found.parts.includes(part)) {
      lint(
        faults,
        'name-duplicate',
        `${what} says ${shortened(part)} twice`,
        citation,
        attribute.value.start,
      );
    }
    found.parts.push(part);
    text = text === '' ? part : `${text}+${part}`;
  }
  // RFC 4514 §2.1: the last RDN is written first.
  found.text = found.parts.length === attributes.length ? text : `${text}, ${found.text}`;
}

function shortened(part: string): string {
  return part.length > 80 ? `${part.slice(0, 77)}...` : part;
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
