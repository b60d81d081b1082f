/** Thrown when the bytes end before what they announce; becomes an `unreadable` part. */
export class CutOffError extends Error {
  override readonly name = 'CutOffError';
}

/** Big-endian fields one after the other, as SSH (RFC 4251 §5) and Java write them. */
export type WireReader = { readonly bytes: Buffer; at: number };

export function wireReader(bytes: Uint8Array): WireReader {
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at: 0 };
}

export function takeBytes(reader: WireReader, length: number): Buffer {
  const end = reader.at + length;
  if (end > reader.bytes.length) throw new CutOffError(`it is cut off at byte ${reader.at}`);
  const taken = reader.bytes.subarray(reader.at, end);
  reader.at = end;
  return taken;
}

export function takeUint16(reader: WireReader): number {
  return takeBytes(reader, 2).readUInt16BE();
}

export function takeUint32(reader: WireReader): number {
  return takeBytes(reader, 4).readUInt32BE();
}

/** Length in four bytes, then as many. */
export function takeString(reader: WireReader): Buffer {
  return takeBytes(reader, takeUint32(reader));
}
