import { childrenOf, type Element, isDone, readWhole, tags, take, takeAny } from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';
import { type GeneralName, generalNameOf, nameOf } from '../names/names-der.ts';
import { addressText } from './address-bytes.ts';
import type { SubjectAltNames } from './certificate.ts';

const mostNames = 100_000;
/** With 10,000 malformed names one sentence each would say nothing more. */
const mostProblems = 5;

/** Reads name by name: a malformed one is left out and named, the others stand. Throws `DerError` on a broken list. */
export function subjectAltNamesOf(value: Uint8Array, problems: string[]): SubjectAltNames {
  const dns: string[] = [];
  const ip: string[] = [];
  const other: string[] = [];
  const faults: string[] = [];
  const list = childrenOf(readWhole(value, tags.sequence, 'subjectAltName'));
  if (isDone(list)) faults.push('subjectAltName is empty (RFC 5280 §4.2.1.6)');
  for (let count = 0; !isDone(list) && count < mostNames; count += 1) {
    const element = takeAny(list, 'a name in subjectAltName');
    const name = generalNameOf(element, 'a name in subjectAltName');
    switch (name.kind) {
      case 'dns':
        if (isPrintable(name.value)) dns.push(name.value);
        if (!isHostNamePattern(name.value)) faults.push(`the SAN ${quoted(name.value)} is no host name`);
        break;
      case 'ip': {
        const text = addressText(name.value);
        if (text === null)
          faults.push(`an IP address in the SAN has ${name.value.length} bytes, not 4 or 16`);
        else ip.push(text);
        break;
      }
      default:
        other.push(otherText(name, element, faults));
    }
  }
  problems.push(...faults.slice(0, mostProblems));
  if (faults.length > mostProblems) {
    problems.push(`${faults.length - mostProblems} more names in subjectAltName are malformed`);
  }
  return { dns, ip, other };
}

function otherText(
  name: Exclude<GeneralName, { kind: 'dns' | 'ip' }>,
  element: Element,
  problems: string[],
): string {
  switch (name.kind) {
    case 'email':
    case 'uri':
      if (!isPrintable(name.value)) problems.push(`the SAN ${quoted(name.value)} is no ${name.kind}`);
      return `${name.kind}:${name.value}`;
    case 'directory':
      return `directory:${nameOf(name.value, 'a name in subjectAltName', problems).text}`;
    case 'other':
      return name.type === 0 ? `otherName:${typeOf(element)}` : `type ${name.type}`;
  }
}

function typeOf(otherName: Element): string {
  return oidOf(take(childrenOf(otherName), tags.oid, 'an otherName'), 'an otherName');
}

function isPrintable(text: string): boolean {
  return /^[\u0021-\u007e]+$/.test(text);
}

/** "Preferred name syntax" (RFC 5280 §4.2.1.6) with the wildcard of RFC 9525 §6.3. */
function isHostNamePattern(text: string): boolean {
  return (
    text.length <= 255 &&
    /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text)
  );
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
