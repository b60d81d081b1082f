/** RFC 6455 §5.2: the opcodes there are. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export type Frame = {
  readonly opcode: number;
  readonly final: boolean;
  /** Of a control frame whole; of a data frame nothing: it is counted and skipped. */
  readonly payload: Buffer;
  /** Octets it takes on the wire, payload included. */
  readonly length: number;
};

/** What a client must fail the connection for (RFC 6455 §7.1.7). */
export type FrameFault =
  | 'reserved-bits'
  | 'unknown-opcode'
  | 'masked'
  | 'long-control-frame'
  | 'fragmented-control-frame'
  | 'bad-length';

/** The frame that begins here; null: not all of its head (or of a control frame) is there yet. */
export function readFrame(bytes: Buffer): Frame | FrameFault | null {
  if (bytes.length < 2) return null;
  const first = bytes.readUInt8(0);
  const second = bytes.readUInt8(1);
  const opcode = first & 0x0f;
  const final = (first & 0x80) !== 0;
  const isControl = opcode >= 8;
  // No extension was offered that could give the bits a meaning.
  if ((first & 0x70) !== 0) return 'reserved-bits';
  if (!(Object.values(opcodes) as number[]).includes(opcode)) return 'unknown-opcode';
  // §5.1: a server never masks.
  if ((second & 0x80) !== 0) return 'masked';
  const short = second & 0x7f;
  if (isControl && short > 125) return 'long-control-frame';
  if (isControl && !final) return 'fragmented-control-frame';
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < head) return null;
  const size = sizeOf(bytes, short);
  if (size === null) return 'bad-length';
  if (!isControl) return { opcode, final, payload: Buffer.alloc(0), length: head + size };
  if (bytes.length < head + size) return null;
  return { opcode, final, payload: bytes.subarray(head, head + size), length: head + size };
}

/** §5.2: the shortest form must be used, and the most significant bit of eight octets is 0. */
function sizeOf(bytes: Buffer, short: number): number | null {
  if (short < 126) return short;
  if (short === 126) {
    const size = bytes.readUInt16BE(2);
    return size < 126 ? null : size;
  }
  const size = bytes.readBigUInt64BE(2);
  return size < 0x1_0000n || size > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(size);
}

/** One control frame from the client: masked with `mask`, four unpredictable octets (§5.3). */
export function controlFrame(opcode: number, payload: Uint8Array, mask: Uint8Array): Buffer {
  const masked = payload.map((octet, at) => octet ^ (mask[at % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, masked]);
}

/** What a close frame says (§5.5.1); code null: it says nothing. */
export type CloseFrame = { readonly code: number | null; readonly reason: string };

export function readClose(payload: Buffer): CloseFrame {
  if (payload.length < 2) return { code: null, reason: '' };
  return { code: payload.readUInt16BE(0), reason: payload.subarray(2).toString('utf8') };
}

export function closePayload(code: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return payload;
}
