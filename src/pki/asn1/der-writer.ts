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
