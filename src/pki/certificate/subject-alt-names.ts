import { childrenOf, type Element, isDone, readWhole, tags, take, takeAny } from '../asn1/der.ts';
import { oidOf } from '../asn1/der-values.ts';
import { type GeneralName, generalNameOf, nameOf } from '../names/names-der.ts';
import { addressText } from './address-bytes.ts';
import type { SubjectAltNames } from './certificate.ts';
import { type Fault, refuse } from './fault.ts';

const mostNames = 100_000;
/** With 10,000 malformed names one sentence each would say nothing more. */
const mostFaults = 5;

/** Reads name by name: a malformed one is left out and named, the others stand. Throws `DerError` on a broken list. */
export function subjectAltNamesOf(value: Uint8Array, faults: Fault[]): SubjectAltNames {
  const dns: string[] = [];
  const ip: string[] = [];
  const other: string[] = [];
  const found: Fault[] = [];
  const list = childrenOf(readWhole(value, tags.sequence, 'subjectAltName'));
  if (isDone(list)) refuse(found, 'san-empty', 'subjectAltName is empty', 'RFC 5280 §4.2.1.6');
  for (let count = 0; !isDone(list) && count < mostNames; count += 1) {
    const element = takeAny(list, 'a name in subjectAltName');
    const name = generalNameOf(element, 'a name in subjectAltName');
    switch (name.kind) {
      case 'dns':
        if (isPrintable(name.value)) dns.push(name.value);
        judgeHostName(name.value, found);
        break;
      case 'ip': {
        const text = addressText(name.value);
        if (text === null)
          refuse(
            found,
            'san-ip-length',
            `an IP address in the SAN has ${name.value.length} bytes, not 4 or 16`,
            'RFC 5280 §4.2.1.6',
          );
        else ip.push(text);
        break;
      }
      default:
        other.push(otherText(name, element, found));
    }
  }
  faults.push(...found.slice(0, mostFaults));
  if (found.length > mostFaults) {
    refuse(
      faults,
      'san-more',
      `${found.length - mostFaults} more names in subjectAltName are malformed`,
      'RFC 5280 §4.2.1.6',
    );
  }
  return { dns, ip, other };
}

function otherText(
  name: Exclude<GeneralName, { kind: 'dns' | 'ip' }>,
  element: Element,
  faults: Fault[],
): string {
  switch (name.kind) {
    case 'email':
    case 'uri':
      if (!isPrintable(name.value))
        refuse(
          faults,
          `san-${name.kind}`,
          `the SAN ${quoted(name.value)} is no ${name.kind}`,
          'RFC 5280 §4.2.1.6',
        );
      return `${name.kind}:${name.value}`;
    case 'directory':
      return `directory:${nameOf(name.value, 'a name in subjectAltName', faults).text}`;
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

function judgeHostName(name: string, faults: Fault[]): void {
  if (isHostNamePattern(name)) return;
  // Its own code, for it is everywhere and many verifiers let it pass.
  if (isHostNamePattern(name.replaceAll('_', 'x'))) {
    refuse(faults, 'san-underscore', `the SAN ${quoted(name)} has an underscore`, 'RFC 5280 §4.2.1.6');
    return;
  }
  refuse(faults, 'san-not-a-host-name', `the SAN ${quoted(name)} is no host name`, 'RFC 5280 §4.2.1.6');
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
