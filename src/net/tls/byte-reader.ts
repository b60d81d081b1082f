/** Reads length-prefixed fields front to back (RFC 8446 §3.4); past the end it yields zeros and empties and says so. */
export type ByteReader = {
  /** Big-endian, of at most 4 bytes. */
  number(size: number): number;
  bytes(length: number): Uint8Array;
  /** A vector: a length of `lengthSize` bytes, then that many. */
  vector(lengthSize: number): Uint8Array;
  left(): number;
  /** False once something was asked for that was not there. */
  intact(): boolean;
};

/** The views it hands out share memory with `source`. */
export function byteReader(source: Uint8Array): ByteReader {
  let at = 0;
  let intact = true;
  function bytes(length: number): Uint8Array {
    if (length > source.length - at) {
      intact = false;
      at = source.length;
      return new Uint8Array(0);
    }
    at += length;
    return source.subarray(at - length, at);
  }
  function number(size: number): number {
    return bytes(size).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  return {
    number,
    bytes,
    vector: (lengthSize) => bytes(number(lengthSize)),
    left: () => source.length - at,
    intact: () => intact,
  };
}
