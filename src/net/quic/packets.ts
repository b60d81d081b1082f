/** Connection ids of one question; both random, so that nobody off the path can answer it. */
export type ConnectionIds = { readonly destination: Uint8Array; readonly source: Uint8Array };

/** RFC 9000 §14.1: smaller datagrams are no beginning of a connection and may be dropped. */
const datagramBytes = 1200;
/** RFC 9000 §17.2: header form and fixed bit; of version 1 the rest would be an Initial with a packet number of 4 bytes. */
const longHeader = 0xc3;

/**
 * A datagram that opens a connection in a version nobody has: `version` is one of the pattern 0x?a?a?a?a, reserved to
 * make servers name theirs (RFC 9000 §15). What follows the ids is read by nobody (§17.2.1); `filling` goes there.
 */
export function versionQuestion(
  version: number,
  { destination, source }: ConnectionIds,
  filling: Uint8Array,
): Buffer {
  const head = Buffer.alloc(5);
  head[0] = longHeader;
  head.writeUInt32BE(version, 1);
  const ids = [Buffer.from([destination.length]), destination, Buffer.from([source.length]), source];
  const packet = Buffer.concat([head, ...ids, filling]);
  return Buffer.concat([packet, Buffer.alloc(Math.max(0, datagramBytes - packet.length))]).subarray(
    0,
    datagramBytes,
  );
}

const mostVersions = 64;

/**
 * The versions in a Version Negotiation packet that answers this question: our ids come back swapped (RFC 9000
 * §17.2.1). Null for anything else, a list with a torn entry included.
 */
export function versionsIn(datagram: Uint8Array, asked: ConnectionIds): readonly number[] | null {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.length);
  if (bytes.length < 7 || ((bytes[0] ?? 0) & 0x80) === 0 || bytes.readUInt32BE(1) !== 0) return null;
  const destination = vector(bytes, 5);
  const source = destination === null ? null : vector(bytes, destination.end);
  if (destination === null || source === null) return null;
  if (!same(destination.value, asked.source) || !same(source.value, asked.destination)) return null;
  const rest = bytes.length - source.end;
  if (rest === 0 || rest % 4 !== 0) return null;
  const count = Math.min(rest / 4, mostVersions);
  return Array.from({ length: count }, (_, index) => bytes.readUInt32BE(source.end + index * 4));
}

type Vector = { readonly value: Buffer; readonly end: number };

function vector(bytes: Buffer, at: number): Vector | null {
  const length = bytes[at];
  if (length === undefined || at + 1 + length > bytes.length) return null;
  return { value: bytes.subarray(at + 1, at + 1 + length), end: at + 1 + length };
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
