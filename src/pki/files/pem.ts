const block = /-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \1-----/g;

const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

/**
 * DER of every certificate block (RFC 7468), in its order. CRLF, a byte order mark, text around the blocks and blocks
 * of other kinds are passed over; a block that holds no base64 yields empty bytes, so that its place is not lost.
 */
export function readPem(text: string): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const [, label = '', body = ''] of text.matchAll(block)) {
    if (!certificateLabels.includes(label)) continue;
    const der = bytesOf(body);
    found.push(label === 'TRUSTED CERTIFICATE' ? firstElement(der) : der);
  }
  return found;
}

export function writePem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.map((line) => `${line}\n`).join('')}-----END ${label}-----\n`;
}

function bytesOf(body: string): Uint8Array {
  const base64 = body.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : new Uint8Array();
}

/** OpenSSL appends its own trust settings to the certificate. */
function firstElement(der: Uint8Array): Uint8Array {
  const second = der[1] ?? 0;
  if (second !== 0x82) return der;
  return der.subarray(0, 4 + (der[2] ?? 0) * 256 + (der[3] ?? 0));
}
