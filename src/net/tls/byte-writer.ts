/** `values` as big-endian numbers of `bytes` bytes each. */
export function numbers(bytes: number, values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length);
  for (const [index, value] of values.entries()) buffer.writeUIntBE(value, index * bytes, bytes);
  return buffer;
}

/** A vector (RFC 8446 §3.4): its length in `lengthBytes` bytes, then its content. */
export function vector(lengthBytes: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([numbers(lengthBytes, [length]), ...content]);
}

export function extension(type: number, ...content: readonly Uint8Array[]): Buffer {
  return Buffer.concat([numbers(2, [type]), vector(2, ...content)]);
}

export function handshakeMessage(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([numbers(1, [type]), vector(3, body)]);
}

/** One record of the handshake; `message` fits into it. `version`: 0x0301 is what old servers expect of a first flight. */
export function handshakeRecord(message: Uint8Array, version = 0x0301): Buffer {
  return Buffer.concat([numbers(1, [22]), numbers(2, [version]), vector(2, message)]);
}
