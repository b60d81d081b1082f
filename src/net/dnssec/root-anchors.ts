import { UserError } from '../../core/errors.ts';
import { digestOf } from './algorithms.ts';
import { type Ds, keyTagOf } from './records.ts';

/** IANA "Root Zone Trust Anchors": KSK-2017 and KSK-2024, which signs from 2026-10-11 on. */
const ianaAnchors = `
. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
`;

export function rootAnchors(): readonly Ds[] {
  return parseAnchors(ianaAnchors);
}

/**
 * Reads trust anchors of a root: DS or DNSKEY records as in a zone file, one a line or separated by commas, with or
 * without owner, TTL and class. Throws `UserError`.
 */
export function parseAnchors(text: string): readonly Ds[] {
  const anchors = text
    .replace(/;.*$/gm, '')
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(anchorFrom);
  if (anchors.length === 0) throw unreadable('');
  return anchors;
}

function anchorFrom(line: string): Ds {
  const fields = /^(?:\.\s+)?(?:\d+\s+)?(?:IN\s+)?(DS|DNSKEY)\s+(\d+)\s+(\d+)\s+(\d+)\s+([\w+/= ]+)$/i.exec(
    line,
  );
  if (fields === null) throw unreadable(line);
  const [, type = '', first, second, third, rest = ''] = fields;
  const numbers = [first, second, third].map(Number);
  const [one = 0, two = 0, three = 0] = numbers;
  if (one > 0xffff || two > 0xff || three > 0xff) throw unreadable(line);
  return type.toUpperCase() === 'DS'
    ? dsFrom(line, [one, two, three], rest.replaceAll(' ', ''))
    : dsOfKey([one, two, three], Buffer.from(rest.replaceAll(' ', ''), 'base64'));
}

type Numbers = readonly [number, number, number];

function dsFrom(line: string, [keyTag, algorithm, digestType]: Numbers, hex: string): Ds {
  const digest = Buffer.from(hex, 'hex');
  const wanted = digestOf(digestType, Buffer.alloc(0))?.length;
  if (digest.length * 2 !== hex.length || digest.length !== wanted) throw unreadable(line);
  return { keyTag, algorithm, digestType, digest };
}

/** A key as anchor is its own digest: SHA-256 over owner and data (RFC 4509). */
function dsOfKey([flags, protocol, algorithm]: Numbers, publicKey: Buffer): Ds {
  const wire = Buffer.concat([Buffer.from([flags >> 8, flags & 0xff, protocol, algorithm]), publicKey]);
  const digest = digestOf(2, Buffer.concat([Buffer.from([0]), wire])) ?? Buffer.alloc(0);
  return { keyTag: keyTagOf(wire), algorithm, digestType: 2, digest };
}

function unreadable(line: string): UserError {
  return new UserError(
    `DNSSEC_ROOT_ANCHOR: ${JSON.stringify(line.slice(0, 80))} is no trust anchor. Write a file's path or lines such as ". IN DS 20326 8 2 E06D44B8...".`,
  );
}
