import type { DnsRecord } from '../dns/answer.ts';
import { typeName } from '../dns/codes.ts';
import { readName } from '../dns/domain-name.ts';

/** RFC 4034 §3. Times in seconds, modulo 2^32. */
export type Rrsig = {
  readonly covered: string;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: string;
  /** The data up to the signature, which is signed along. */
  readonly head: Uint8Array;
  readonly signature: Uint8Array;
};

/** RFC 4034 §2. */
export type Dnskey = {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Buffer;
  readonly keyTag: number;
  readonly wire: Uint8Array;
};

/** RFC 4034 §5. */
export type Ds = {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Buffer;
};

export type TypeSet = ReadonlySet<string>;

/** RFC 4034 §4. */
export type Nsec = { readonly owner: string; readonly next: string; readonly types: TypeSet };

/** RFC 5155 §3. */
export type Nsec3 = {
  readonly ownerHash: Buffer;
  readonly nextHash: Buffer;
  readonly hashAlgorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Buffer;
  readonly types: TypeSet;
};

/** Every reader gives null for data that does not have the form of its type. */
function reading<Read>(record: DnsRecord, read: (wire: Buffer) => Read): Read | null {
  const { wire } = record;
  if (wire === undefined) return null;
  try {
    return read(Buffer.from(wire.buffer, wire.byteOffset, wire.byteLength));
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

export function readRrsig(record: DnsRecord): Rrsig | null {
  return reading(record, (wire) => {
    const signer = readName(wire, 18);
    return {
      covered: typeName(wire.readUInt16BE(0)),
      algorithm: wire.readUInt8(2),
      labels: wire.readUInt8(3),
      originalTtl: wire.readUInt32BE(4),
      expiration: wire.readUInt32BE(8),
      inception: wire.readUInt32BE(12),
      keyTag: wire.readUInt16BE(16),
      signer: signer.name,
      head: wire.subarray(0, signer.end),
      signature: wire.subarray(signer.end),
    };
  });
}

export function readDnskey(record: DnsRecord): Dnskey | null {
  return reading(record, (wire) => ({
    flags: wire.readUInt16BE(0),
    protocol: wire.readUInt8(2),
    algorithm: wire.readUInt8(3),
    publicKey: wire.subarray(4),
    keyTag: keyTagOf(wire),
    wire,
  }));
}

/** RFC 4034 appendix B. Not unique: several keys of a zone may have the same. */
export function keyTagOf(wire: Uint8Array): number {
  let sum = 0;
  for (const [index, octet] of wire.entries()) sum += index % 2 === 0 ? octet << 8 : octet;
  return (sum + (sum >>> 16)) & 0xffff;
}

export function readDs(record: DnsRecord): Ds | null {
  return reading(record, (wire) => ({
    keyTag: wire.readUInt16BE(0),
    algorithm: wire.readUInt8(2),
    digestType: wire.readUInt8(3),
    digest: wire.subarray(4),
  }));
}

export function readNsec(record: DnsRecord): Nsec | null {
  return reading(record, (wire) => {
    const next = readName(wire, 0);
    return { owner: record.name, next: next.name, types: readTypes(wire.subarray(next.end)) };
  });
}

export function readNsec3(record: DnsRecord): Nsec3 | null {
  return reading(record, (wire) => {
    const saltEnd = 5 + wire.readUInt8(4);
    const nextEnd = saltEnd + 1 + wire.readUInt8(saltEnd);
    const ownerHash = fromBase32Hex(record.name.split('.')[0] ?? '');
    const nextHash = wire.subarray(saltEnd + 1, nextEnd);
    if (ownerHash === null || nextHash.length !== ownerHash.length || nextEnd > wire.length) return null;
    return {
      ownerHash,
      nextHash,
      hashAlgorithm: wire.readUInt8(0),
      flags: wire.readUInt8(1),
      iterations: wire.readUInt16BE(2),
      salt: wire.subarray(5, saltEnd),
      types: readTypes(wire.subarray(nextEnd)),
    };
  });
}

/** RFC 4034 §4.1.2: windows of 256 types, each with up to 32 octets of bits. */
function readTypes(bytes: Buffer): TypeSet {
  const types = new Set<string>();
  for (let at = 0; at < bytes.length; ) {
    const [window, length] = [bytes.readUInt8(at), bytes.readUInt8(at + 1)];
    if (length === 0 || length > 32 || at + 2 + length > bytes.length) throw new RangeError('type bitmap');
    for (let bit = 0; bit < length * 8; bit += 1) {
      const octet = bytes.readUInt8(at + 2 + (bit >> 3));
      if ((octet & (0x80 >> (bit & 7))) !== 0) types.add(typeName(window * 256 + bit));
    }
    at += 2 + length;
  }
  return types;
}

const base32Hex = '0123456789abcdefghijklmnopqrstuv';

/** RFC 4648 §7 without padding; null when it is anything else. */
function fromBase32Hex(text: string): Buffer | null {
  const octets: number[] = [];
  let [bits, value] = [0, 0];
  for (const digit of text) {
    const five = base32Hex.indexOf(digit);
    if (five === -1) return null;
    value = ((value << 5) | five) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      octets.push((value >> bits) & 0xff);
    }
  }
  return octets.length === 0 ? null : Buffer.from(octets);
}
