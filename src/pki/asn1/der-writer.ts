/** A small DER writer (ITU-T X.690): every function returns one complete element, ready to be nested. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(content.length), content]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = Buffer.from(evenHex(BigInt(length)), 'hex');
  return Buffer.concat([Buffer.from([0x80 | digits.length]), digits]);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(0x30, ...parts);
}

/** A number is encoded minimally; bytes are taken as the content as they are, minimal or not. */
export function integer(value: number | bigint | Uint8Array): Buffer {
  if (typeof value === 'object') return element(0x02, value);
  const hex = evenHex(BigInt(value));
  const padding = Number.parseInt(hex.slice(0, 2), 16) >= 0x80 ? '00' : '';
  return element(0x02, Buffer.from(padding + hex, 'hex'));
}

export function nullValue(): Buffer {
  return element(0x05);
}

export function octetString(...parts: readonly Uint8Array[]): Buffer {
  return element(0x04, ...parts);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const arcs = [first * 40 + second, ...rest];
  return element(0x06, Buffer.from(arcs.flatMap(base128)));
}

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) | 0x80);
  }
  return digits;
}

function evenHex(value: bigint): string {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

export function boolean(value: boolean): Buffer {
  return element(0x01, Buffer.from([value ? 0xff : 0]));
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return element(0x03, Buffer.from([unusedBits]), bytes);
}

/** A named bit list: trailing zero bits are left out (X.690 §11.2.2). */
export function namedBits(positions: readonly number[]): Buffer {
  const last = Math.max(-1, ...positions);
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
  for (const position of positions) {
    const index = Math.floor(position / 8);
    bytes[index] = (bytes[index] ?? 0) | (0x80 >> (position % 8));
  }
  return bitString(bytes, last < 0 ? 0 : 7 - (last % 8));
}

/** UTCTime through 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
export function time(date: Date): Buffer {
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050 ? utcTime(date) : generalizedTime(date);
}

export function utcTime(date: Date): Buffer {
  return element(0x17, Buffer.from(digitsOf(date).slice(2)));
}

export function generalizedTime(date: Date): Buffer {
  return element(0x18, Buffer.from(digitsOf(date)));
}

function digitsOf(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
}

/** `[n]` around complete elements (EXPLICIT). */
export function explicit(number: number, ...parts: readonly Uint8Array[]): Buffer {
  return element(0xa0 | number, ...parts);
}

/** `[n]` in place of a primitive element's own tag (IMPLICIT); `content` has no tag and length. */
export function implicit(number: number, content: Uint8Array): Buffer {
  return element(0x80 | number, content);
}
