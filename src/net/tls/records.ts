/** RFC 8446 §5.1; `header` is kept because TLS 1.3 authenticates it. */
export type TlsRecord = {
  readonly contentType: number;
  readonly header: Uint8Array;
  readonly body: Uint8Array;
};

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

/** 2^14 of plain text and what TLS 1.2 lets a cipher add (RFC 5246 §6.2.3). */
const longestBody = 16_384 + 2048;

/** The whole records at the front of `bytes`; ends at the first that is cut or cannot be one. */
export function* tlsRecords(bytes: Uint8Array): Generator<TlsRecord> {
  let at = 0;
  while (bytes.length - at >= 5) {
    const header = bytes.subarray(at, at + 5);
    const [type = 0, major = 0, , high = 0, low = 0] = header;
    const length = high * 256 + low;
    const end = at + 5 + length;
    if (type < 20 || type > 24 || major !== 3 || length > longestBody || end > bytes.length) return;
    yield { contentType: type, header, body: bytes.subarray(at + 5, end) };
    at = end;
  }
}
