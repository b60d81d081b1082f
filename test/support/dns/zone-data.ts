import { isIPv6 } from 'node:net';
import { typeNumber } from '../../../src/net/dns/codes.ts';
import { encodeName, readName } from '../../../src/net/dns/domain-name.ts';

/** One record as bytes; names are lower case and without a trailing dot, the root is ".". */
export type ZoneRecord = {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: Buffer;
};

export function nameBytes(name: string): Buffer {
  const bytes = encodeName(name.toLowerCase());
  if (bytes === null) throw new Error(`${name} is no name`);
  return bytes;
}

export function plainName(text: string): string {
  return readName(nameBytes(text), 0).name;
}

export function integer(octets: 1 | 2 | 4, value: number): Buffer {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(value, 0, octets);
  return bytes;
}

/** Data as in a zone file, names absolute: "192.0.2.1", "10 mail.test", "1234 13 2 ABCD". */
export function dataOf(type: string, text: string): Buffer {
  const words = text.trim().split(/\s+/);
  const [first = '', second = ''] = words;
  switch (type) {
    case 'A':
      return Buffer.from(first.split('.').map(Number));
    case 'AAAA':
      return addressBytes(first);
    case 'NS':
    case 'CNAME':
    case 'DNAME':
      return nameBytes(first);
    case 'MX':
      return Buffer.concat([integer(2, Number(first)), nameBytes(second)]);
    case 'TXT':
      return Buffer.concat([...text.matchAll(/"([^"]*)"/g)].map(([, one = '']) => counted(Buffer.from(one))));
    case 'CAA':
      return Buffer.concat([
        integer(1, Number(first)),
        counted(Buffer.from(second)),
        Buffer.from(/"(.*)"/.exec(text)?.[1] ?? ''),
      ]);
    case 'SOA':
      return Buffer.concat([
        nameBytes(first),
        nameBytes(second),
        ...words.slice(2).map((one) => integer(4, Number(one))),
      ]);
    case 'DS':
      return Buffer.concat([numbers(words, [2, 1, 1]), Buffer.from(words.slice(3).join(''), 'hex')]);
    case 'DNSKEY':
      return Buffer.concat([numbers(words, [2, 1, 1]), Buffer.from(words.slice(3).join(''), 'base64')]);
    case 'RRSIG':
      return signatureBytes(words);
    case 'NSEC':
      return Buffer.concat([rawName(first), bitmap(words.slice(1))]);
    case 'NSEC3':
      return Buffer.concat([
        nsec3Parameters(words),
        counted(fromBase32Hex(words[4] ?? '')),
        bitmap(words.slice(5)),
      ]);
    case 'NSEC3PARAM':
      return nsec3Parameters(words);
    default:
      return Buffer.from(words.slice(2).join(''), 'hex');
  }
}

/** The name in NSEC keeps its case in the signed form, but ours have none. */
function rawName(name: string): Buffer {
  return nameBytes(name);
}

function numbers(words: readonly string[], widths: readonly (1 | 2 | 4)[]): Buffer {
  return Buffer.concat(widths.map((octets, index) => integer(octets, Number(words[index]))));
}

export function counted(bytes: Buffer): Buffer {
  return Buffer.concat([integer(1, bytes.length), bytes]);
}

function nsec3Parameters(words: readonly string[]): Buffer {
  const salt = words[3] === '-' ? Buffer.alloc(0) : Buffer.from(words[3] ?? '', 'hex');
  return Buffer.concat([numbers(words, [1, 1, 2]), counted(salt)]);
}

function signatureBytes(words: readonly string[]): Buffer {
  const [covered = '', algorithm, labels, ttl, expiration = '', inception = '', tag, signer = ''] = words;
  return Buffer.concat([
    integer(2, typeNumber(covered) ?? 0),
    numbers([algorithm ?? '', labels ?? '', ttl ?? ''], [1, 1, 4]),
    integer(4, secondsOf(expiration)),
    integer(4, secondsOf(inception)),
    integer(2, Number(tag)),
    nameBytes(signer),
    Buffer.from(words.slice(8).join(''), 'base64'),
  ]);
}

/** "20261127120000" (RFC 4034 §3.2). */
function secondsOf(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000;
}

function addressBytes(text: string): Buffer {
  if (!isIPv6(text)) throw new Error(`${text} is no IPv6 address`);
  const [head = '', tail = ''] = text.split('::');
  const groups = (part: string) =>
    (part === '' ? [] : part.split(':')).map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.concat([...before, ...zeros, ...after].map((group) => integer(2, group)));
}

/** RFC 4034 §4.1.2. */
export function bitmap(types: readonly string[]): Buffer {
  const byWindow = new Map<number, Buffer>();
  for (const number of types.map((type) => typeNumber(type) ?? 0)) {
    const window = byWindow.get(number >> 8) ?? Buffer.alloc(32);
    const at = (number & 0xff) >> 3;
    window[at] = (window[at] ?? 0) | (0x80 >> (number & 7));
    byWindow.set(number >> 8, window);
  }
  const parts = [...byWindow].toSorted(([one], [other]) => one - other);
  return Buffer.concat(
    parts.map(([window, bits]) => {
      const length = bits.findLastIndex((octet) => octet !== 0) + 1;
      return Buffer.concat([Buffer.from([window, length]), bits.subarray(0, length)]);
    }),
  );
}

const digits = '0123456789abcdefghijklmnopqrstuv';

export function toBase32Hex(bytes: Buffer): string {
  const bits = [...bytes].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => digits[Number.parseInt(five, 2)]).join('');
}

function fromBase32Hex(text: string): Buffer {
  const bits = [...text.toLowerCase()].map((digit) => digits.indexOf(digit).toString(2).padStart(5, '0'));
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

/** The text of a whole zone with one record a line: "name TTL IN TYPE data", as `dnssec-signzone -O full` writes it. */
export function readZoneText(text: string): ZoneRecord[] {
  return text.split('\n').flatMap((line) => {
    const fields = /^(\S+)\s+(\d+)\s+IN\s+(\S+)\s+(.*)$/.exec(line.replace(/\s;.*$/, ''));
    if (fields === null || line.startsWith(';')) return [];
    const [, name = '', ttl = '', type = '', data = ''] = fields;
    return [{ name: plainName(name), type, ttl: Number(ttl), data: dataOf(type, data) }];
  });
}
