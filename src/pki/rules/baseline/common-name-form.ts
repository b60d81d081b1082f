import { canonicalIpv6 } from '../../certificate/address-bytes.ts';
import { plainName } from '../../names/plain-name.ts';
import type { Rule } from '../rule.ts';

/** A name or address in the CN is a copy of the SAN's, character for character, and never another writing of it. */
export const commonNameForm: Rule = {
  id: 'baseline/common-name-form',
  citation: 'BR §7.1.4.3',
  weight: 'refuse',
  judge({ subject: { commonName }, names, basicConstraints }, place) {
    if (place !== 'leaf' || commonName === null || names === null || basicConstraints?.ca === true)
      return null;
    const wanted = otherWriting(commonName, names.dns);
    if (wanted === null || [...names.dns, ...names.ip].includes(commonName)) return null;
    return `its common name ${JSON.stringify(commonName.slice(0, 80))} is another writing of ${wanted}`;
  },
};

/** What the text would be if it were written as the SAN writes it; null when it is no name or address in disguise. */
function otherWriting(text: string, dns: readonly string[]): string | null {
  const address = canonicalIpv6(text) ?? ipv4Of(text);
  if (address !== null) return address;
  const same = dns.find((name) => plainName(name) === plainName(text));
  if (same !== undefined) return same;
  // RFC 5280 §7.2: a host name outside ASCII is written as A-labels.
  if (/^[^\s\u0000-\u007f]/.test(text) || !/[^\u0000-\u007f]/.test(text)) return null;
  return /^\S+\.[a-z]{2,}$/i.test(text) ? 'its A-labels' : null;
}

/** Any writing that programs take for an IPv4 address: hexadecimal, octal, one number. */
function ipv4Of(text: string): string | null {
  if (!/^(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}$/i.test(text)) return null;
  return URL.parse(`http://${text}/`)?.hostname ?? null;
}
