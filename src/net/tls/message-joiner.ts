export type HandshakeMessage = {
  readonly type: number;
  readonly body: Uint8Array;
  /** With its header, as the transcript hash takes it. */
  readonly whole: Uint8Array;
};

/** Joins fragments and cuts messages (RFC 8446 §4). One buffer of the capture's size: no copying again and again. */
export function messageJoiner(capacity: number) {
  const buffer = new Uint8Array(capacity);
  let start = 0;
  let end = 0;
  return {
    add(fragment: Uint8Array): void {
      buffer.set(fragment, end);
      end += fragment.length;
    },
    next(): HandshakeMessage | null {
      if (end - start < 4) return null;
      const [type = 0, high = 0, middle = 0, low = 0] = buffer.subarray(start, start + 4);
      const bodyEnd = start + 4 + high * 65_536 + middle * 256 + low;
      if (bodyEnd > end) return null;
      const whole = buffer.subarray(start, bodyEnd);
      start = bodyEnd;
      return { type, body: whole.subarray(4), whole };
    },
  };
}
