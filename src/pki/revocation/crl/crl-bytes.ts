const begin = '-----BEGIN X509 CRL-----';
const end = '-----END X509 CRL-----';

/** The largest CRLs in use have some 40 MB. */
const mostBytes = 64 * 1024 * 1024;

/** DER of a CRL in DER or PEM (RFC 7468 §7; text around the block is passed over). */
export function crlDer(bytes: Uint8Array): Buffer | { readonly unreadable: string } {
  if (bytes.length === 0) return { unreadable: 'the file is empty; wanted: a CRL in DER or PEM' };
  if (bytes.length > mostBytes) {
    return { unreadable: `the CRL has ${bytes.length} bytes, and over ${mostBytes} are not read` };
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer[0] === 0x30 ? cutToLength(buffer) : fromPem(buffer);
}

/** A download that broke off says so, rather than that some part is missing. */
function cutToLength(der: Buffer): Buffer | { readonly unreadable: string } {
  const first = der[1] ?? 0;
  const count = first > 0x80 && first <= 0x84 ? first - 0x80 : 0;
  const wanted =
    count === 0 ? 2 + first : 2 + count + (der.length >= 2 + count ? der.readUIntBE(2, count) : 0);
  if (first === 0x80 || wanted <= der.length) return der;
  return { unreadable: `the CRL is cut off: it says it has ${wanted} bytes, and there are ${der.length}` };
}

function fromPem(text: Buffer): Buffer | { readonly unreadable: string } {
  const start = text.indexOf(begin);
  if (start === -1) return { unreadable: `neither DER nor PEM: no "${begin}" in ${text.length} bytes` };
  const stop = text.indexOf(end, start);
  if (stop === -1) return { unreadable: `the PEM block at byte ${start} is cut off: no "${end}"` };
  const body = text.toString('latin1', start + begin.length, stop);
  if (/[^A-Za-z0-9+/=\s]/.test(body)) {
    return { unreadable: `the PEM block at byte ${start} holds something else than base64` };
  }
  return cutToLength(Buffer.from(body, 'base64'));
}
