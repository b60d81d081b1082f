import type { HandshakeMessage } from '../message-joiner.ts';
import type { RecordOpener } from '../record-opener.ts';
import { contentType, type TlsRecord, tlsRecords } from '../records.ts';

/** Handshake messages of a server, in the order in which they came. */
export type ServerMessages = {
  /**
   * What came since the last call, of `received`, which is everything from the beginning. Ends early where something stands that
   * is no everyday part of a handshake: `strange` is true then.
   */
  read(received: Buffer): Generator<HandshakeMessage>;
  strange(): boolean;
  /** From the next record on. A message that was cut by that is strange (RFC 8446 §5.1). */
  protect(opener: RecordOpener): void;
};

/** RFC 8446 §5.2. */
const longestRecord = 16_384 + 256;
/** 100 KiB of certificates, in records of an Ethernet packet each. Whoever sends more of them plays for time. */
const mostRecords = 100;

export function serverMessages(): ServerMessages {
  let opener: RecordOpener | null = null;
  let readUpTo = 0;
  let records = 0;
  let strange = false;
  let pending: Uint8Array = new Uint8Array(0);

  function contentOf(record: TlsRecord): Uint8Array | null {
    if (record.body.length > longestRecord) return null;
    if (opener === null) return record.contentType === contentType.handshake ? record.body : null;
    if (record.contentType !== contentType.applicationData) return null;
    const opened = opener(record);
    const speaks = opened?.contentType === contentType.handshake && opened.content.length > 0;
    return speaks ? opened.content : null;
  }

  function* messagesIn(content: Uint8Array): Generator<HandshakeMessage> {
    pending = joined(pending, content);
    for (let length = messageLength(pending); length <= pending.length; length = messageLength(pending)) {
      const whole = pending.subarray(0, length);
      pending = pending.subarray(length);
      yield { type: whole[0] ?? 0, body: whole.subarray(4), whole };
    }
  }

  return {
    *read(received) {
      for (const record of tlsRecords(received.subarray(readUpTo))) {
        readUpTo += record.header.length + record.body.length;
        records += 1;
        const tooMany = records > mostRecords;
        if (isForMiddleboxes(record) && !tooMany) continue;
        const content = tooMany ? null : contentOf(record);
        if (content === null) {
          strange = true;
          return;
        }
        yield* messagesIn(content);
      }
      if (!mayBeCutRecord(received.subarray(readUpTo))) strange = true;
    },
    strange: () => strange,
    protect(next) {
      opener = next;
      if (pending.length > 0) strange = true;
    },
  };
}

/** Plain bytes, as certificates are kept in. */
function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return new Uint8Array(other.buffer, other.byteOffset, other.length);
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** With its header; longer than anything while that is not there yet. */
function messageLength(bytes: Uint8Array): number {
  if (bytes.length < 4) return Number.POSITIVE_INFINITY;
  const [, high = 0, middle = 0, low = 0] = bytes;
  return 4 + high * 65_536 + middle * 256 + low;
}

/** The dummy change_cipher_spec (RFC 8446 §D.4). */
function isForMiddleboxes({ contentType: type, body }: TlsRecord): boolean {
  return type === contentType.changeCipherSpec && body.length === 1 && body[0] === 1;
}

function mayBeCutRecord([type, major, , high, low]: Uint8Array): boolean {
  if (type !== undefined && type !== contentType.handshake && type !== contentType.applicationData) {
    return type === contentType.changeCipherSpec;
  }
  if (major !== undefined && major !== 3) return false;
  return high === undefined || low === undefined || high * 256 + low <= longestRecord;
}
