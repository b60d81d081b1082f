import {
  childrenOf,
  constructedTag,
  contentLatin1,
  contentOf,
  DerError,
  type Element,
  finish,
  readInside,
  tags,
  take,
} from '../asn1/der.ts';
import { isAscii } from '../asn1/der-text.ts';
import { oidOf } from '../asn1/der-values.ts';
import { hostNameFault, isHostNamePattern, reservedLabelFault } from '../names/host-name-fault.ts';
import { nameOf } from '../names/names-der.ts';
import { addressText } from './address-bytes.ts';
import type { SubjectAltNames } from './certificate.ts';
import { type Fault, lint, refuse } from './fault.ts';
import { eachItem } from './recovering.ts';
import { mailboxFault, uriFault } from './uri-faults.ts';

/** Twice what any client has room for: OpenSSL stops at 100 KiB of certificates. */
const mostNames = 20_000;
/** With 10,000 malformed names one sentence each would say nothing more. */
const mostFaults = 5;

type Draft = { readonly dns: string[]; readonly ip: string[]; readonly other: string[] };
type Field = 'subjectAltName' | 'issuerAltName';
type Place = { readonly field: Field; readonly short: string; readonly citation: string };

const places: Readonly<Record<Field, Place>> = {
  subjectAltName: { field: 'subjectAltName', short: 'SAN', citation: 'RFC 5280 §4.2.1.6' },
  issuerAltName: { field: 'issuerAltName', short: 'IAN', citation: 'RFC 5280 §4.2.1.7' },
};

/** Reads name by name: a malformed one is left out and named, the others stand. Throws `DerError` on a broken list. */
export function alternativeNamesOf(value: Element, field: Field, faults: Fault[]): SubjectAltNames {
  const place = places[field];
  const draft: Draft = { dns: [], ip: [], other: [] };
  const found: Fault[] = [];
  const what = `a name in ${field}`;
  const list = readInside(value, tags.sequence, field);
  const count = eachItem(
    list,
    { what, code: codeOf(place, 'name-malformed'), citation: place.citation, most: mostNames },
    found,
    (element) => readName(element, draft, place, found),
  );
  if (count === 0 && found.length === 0) {
    refuse(found, codeOf(place, 'empty'), `${field} is empty`, place.citation, list.start);
  }
  if (hasTwice(draft.dns)) {
    lint(found, codeOf(place, 'duplicate'), `${field} has a name twice`, place.citation, list.start);
  }
  faults.push(...found.slice(0, mostFaults));
  if (found.length > mostFaults) {
    const text = `${field} has ${found.length - mostFaults} or more further faults`;
    refuse(faults, codeOf(place, 'more'), text, place.citation, list.start);
  }
  return draft;
}

function codeOf({ short }: Place, fault: string): string {
  return `${short.toLowerCase()}-${fault}`;
}

/** The choices of GeneralName (RFC 5280 §4.2.1.6) by their identifier octets. */
function readName(element: Element, draft: Draft, place: Place, faults: Fault[]): void {
  switch (element.tag) {
    case 0x82:
      readDns(element, draft, place, faults);
      return;
    case 0x87:
      readAddress(element, draft, place, faults);
      return;
    case 0x81:
      readText(element, 'email', mailboxFault, draft, place, faults);
      return;
    case 0x86:
      readText(element, 'uri', uriFault, draft, place, faults);
      return;
    case 0xa4:
      draft.other.push(`directory:${directoryText(element, place, faults)}`);
      return;
    case 0xa0:
      draft.other.push(`otherName:${otherNameType(element)}`);
      return;
    case 0x88:
      draft.other.push(`registeredID:${oidOf({ ...element, tag: tags.oid }, 'a registeredID')}`);
      return;
    case 0xa3:
    case 0xa5:
      draft.other.push(`type ${element.tag & 0x1f}`);
      return;
    default:
      throw new DerError(`a name in ${place.field} is of no known type`, element.start);
  }
}

function readDns(element: Element, draft: Draft, place: Place, faults: Fault[]): void {
  const name = contentLatin1(element);
  if (isHostNamePattern(name)) {
    draft.dns.push(name);
    if (name.includes('--')) judgeReserved(name, element, place, faults);
    // No top-level domain ends in a digit, so nearly every name is done with here.
    if (name.charCodeAt(name.length - 1) <= 0x39 && /^\d+\.\d+\.\d+\.\d+$/.test(name)) {
      const text = `the ${place.short} ${quoted(name)} is an address written as a name`;
      lint(faults, codeOf(place, 'ip-as-dns'), text, place.citation, element.start);
    }
    return;
  }
  if (isPrintable(name)) draft.dns.push(name);
  const { citation } = place;
  // Its own code, for it is everywhere and many verifiers let it pass.
  if (name.includes('_') && isHostNamePattern(name.replaceAll('_', 'x'))) {
    const text = `the ${place.short} ${quoted(name)} has an underscore`;
    refuse(faults, codeOf(place, 'underscore'), text, citation, element.start);
    return;
  }
  const text = `the ${place.short} ${quoted(name)} is no host name: ${hostNameFault(name)}`;
  refuse(faults, codeOf(place, 'not-a-host-name'), text, citation, element.start);
}

function judgeReserved(name: string, element: Element, place: Place, faults: Fault[]): void {
  const fault = reservedLabelFault(name);
  if (fault === null) return;
  const text = `the ${place.short} ${quoted(name)} is no host name: ${fault}`;
  lint(faults, codeOf(place, 'reserved-label'), text, 'RFC 5890 §2.3', element.start);
}

function readAddress(element: Element, draft: Draft, place: Place, faults: Fault[]): void {
  const bytes = contentOf(element);
  const text = addressText(bytes);
  if (text !== null) {
    draft.ip.push(text);
    return;
  }
  const found = `an IP address in the ${place.short} has ${bytes.length} bytes, not 4 or 16`;
  refuse(faults, codeOf(place, 'ip-length'), found, place.citation, element.start);
}

function readText(
  element: Element,
  kind: 'email' | 'uri',
  faultOf: (text: string) => string | null,
  draft: Draft,
  place: Place,
  faults: Fault[],
): void {
  const text = contentLatin1(element);
  draft.other.push(`${kind}:${text}`);
  const fault = isAscii(text) ? faultOf(text) : 'it has characters outside ASCII';
  if (fault === null) return;
  const found = `the ${place.short} ${quoted(text)} is no ${kind}: ${fault}`;
  refuse(faults, codeOf(place, kind), found, place.citation, element.start);
}

function directoryText(element: Element, place: Place, faults: Fault[]): string {
  const parts = childrenOf(element);
  const name = take(parts, tags.sequence, `a name in ${place.field}`);
  finish(parts, `a name in ${place.field}`);
  return nameOf(name, `a name in ${place.field}`, faults).text;
}

function otherNameType(otherName: Element): string {
  const parts = childrenOf(otherName);
  const type = oidOf(take(parts, tags.oid, 'an otherName'), 'an otherName');
  take(parts, constructedTag(0), 'the value of an otherName');
  finish(parts, 'an otherName');
  return type;
}

/** For the few names that most certificates have, a search is sooner than a set. */
function hasTwice(names: readonly string[]): boolean {
  return names.length < 10
    ? names.some((name, index) => names.indexOf(name) !== index)
    : new Set(names).size < names.length;
}

function isPrintable(text: string): boolean {
  return /^[\u0021-\u007e]+$/.test(text);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
