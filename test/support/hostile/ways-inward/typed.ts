import { inside, type LookSettings } from '../inward.ts';
import { spelled, type WayInward } from './way.ts';

const { number, octets, groups, flipped } = spelled;

/** What is sent towards a gateway that is not there gets no answer. */
export function patient(leads: boolean): LookSettings {
  return leads ? {} : { deadlineMs: 2000 };
}

function typed(what: string, leads: boolean, host: string): WayInward {
  return { what, leads, attempt: (world) => world.look(`http://${host}:${world.port}/`, patient(leads)) };
}

/** What somebody types. */
export const typedWays: readonly WayInward[] = [
  typed('the address as it is', true, inside),
  typed('one decimal number', true, String(number)),
  typed('hexadecimal', true, `0x${number.toString(16)}`),
  typed('octal', true, octets.map((part) => `0${part.toString(8)}`).join('.')),
  typed('three parts', true, `${octets[0]}.${octets[1]}.1`),
  typed('two parts', true, `${octets[0]}.${(octets[1] ?? 0) * 65_536 + 1}`),
  typed('a dot at the end', true, `${inside}.`),
  typed(
    'digits of full width',
    true,
    inside.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ),
  typed('ideographic full stops', true, inside.replaceAll('.', '。')),
  typed('percent encoded', false, inside.replaceAll('.', '%2e')),
  typed('v4-mapped', true, `[::ffff:${inside}]`),
  typed('v4-mapped in hexadecimal', true, `[::ffff:${groups}]`),
  typed('v4-compatible', false, `[::${inside}]`),
  typed('NAT64', false, `[64:ff9b::${inside}]`),
  typed('NAT64 of a local prefix', false, `[64:ff9b:1::${inside}]`),
  typed('6to4', false, `[2002:${groups}::1]`),
  typed('Teredo', false, `[2001:0:808:808::${flipped}]`),
  typed('ISATAP', false, `[2606:2800::5efe:${inside}]`),
  typed('a zone', false, `[::ffff:${inside}%25lo]`),
  typed('a user name that looks like a host', false, `site.test@${inside}`),
  typed('a user name with a port', false, `site.test:80@${inside}`),
  typed('a backslash before the user name ends', false, `site.test\\@${inside}`),
  typed('bidirectional overrides', false, `\u202e1.0.66.721\u202c`),
];
