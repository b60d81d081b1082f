/**
 * The two messages of grpc.health.v1: `{ string service = 1 }` asks, `{ ServingStatus status = 1 }` answers, each behind
 * the five octets of a gRPC message (compressed or not, and its length). No more of Protocol Buffers is needed.
 */
const framing = 5;

/** `service` as it is registered, "" for the server as a whole. */
export function healthRequest(service: string): Buffer {
  const name = Buffer.from(service, 'utf8');
  const body = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a]), varint(name.length), name]);
  const head = Buffer.alloc(framing);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

export type ServingStatus = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';

/** By number, as the enumeration of health.proto has them. */
const servingStatuses: readonly ServingStatus[] = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

export type HealthRead =
  | { readonly readable: true; readonly serving: ServingStatus }
  /** One sentence without a full stop. */
  | { readonly readable: false; readonly problem: string };

/** Reads the one message of a finished answer. */
export function readHealth(body: Buffer): HealthRead {
  if (body.length === 0) return unreadable('the status is OK and there is no message');
  if (body.length < framing) return unreadable('the message breaks off in its first five bytes');
  if (body[0] !== 0) return unreadable('the message is compressed although no compression was offered');
  const length = body.readUInt32BE(1);
  if (body.length !== framing + length)
    return unreadable(`${length} bytes are announced and ${body.length - framing} came`);
  const value = fieldOne(body.subarray(framing));
  if (value === null) return unreadable('the message is not a HealthCheckResponse');
  const serving = servingStatuses[value];
  return serving === undefined
    ? unreadable(`the serving status is ${value}, which nobody has defined`)
    : { readable: true, serving };
}

function unreadable(problem: string): HealthRead {
  return { readable: false, problem };
}

/** Field 1 as a number, the last one counting and 0 when it is left out; other fields are skipped. Null: no message. */
function fieldOne(message: Buffer): number | null {
  let found = 0;
  for (let at = 0; at < message.length; ) {
    const tag = readVarint(message, at);
    if (tag === null) return null;
    at = tag.next;
    const wire = tag.value & 7;
    if (tag.value >> 3 === 1 && wire !== 0) return null;
    const part = skipped(message, at, wire);
    if (part === null || part.next > message.length) return null;
    if (tag.value >> 3 === 1) found = part.value;
    at = part.next;
  }
  return found;
}

type Part = { readonly value: number; readonly next: number };

function skipped(message: Buffer, at: number, wire: number): Part | null {
  switch (wire) {
    case 0:
      return readVarint(message, at);
    case 1:
      return { value: 0, next: at + 8 };
    case 2: {
      const length = readVarint(message, at);
      return length === null ? null : { value: 0, next: length.next + length.value };
    }
    case 5:
      return { value: 0, next: at + 4 };
    default:
      return null;
  }
}

function varint(value: number): Buffer {
  const octets: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    octets.push(rest >= 128 ? (rest % 128) | 0x80 : rest);
    if (rest < 128) return Buffer.from(octets);
  }
}

/** Exact up to 2^53; ten octets are the most. */
function readVarint(message: Buffer, from: number): Part | null {
  let value = 0;
  for (let at = from; at < Math.min(message.length, from + 10); at += 1) {
    const octet = message[at] ?? 0;
    value += (octet & 0x7f) * 128 ** (at - from);
    if (octet < 0x80) return { value, next: at + 1 };
  }
  return null;
}
