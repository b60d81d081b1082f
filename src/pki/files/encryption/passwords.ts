/** One way a password may have been turned into bytes. */
export type Password = {
  /** For PBKDF2, PBKDF1 and scrypt. */
  readonly bytes: Buffer;
  /** BMPString with its terminator (RFC 7292 §B.1), for the derivation of PKCS#12. */
  readonly bmp: Buffer;
};

/** No password at all: no bytes in either writing, which some tools use and others cannot even express. */
const absent: Password = { bytes: Buffer.alloc(0), bmp: Buffer.alloc(0) };

/**
 * All that may be meant, the standard's own way first. An empty password is two zero bytes as a BMPString and an
 * absent one is nothing: files of both kinds are about, so both are tried. Beyond ASCII, OpenSSL before 1.1.0 took
 * each byte of UTF-8 for a character, and keyboards differ in how they compose letters.
 */
export function passwordsFor(given: string | undefined): readonly Password[] {
  const text = given ?? '';
  if (text === '') return [absent, passwordOf('')];
  if (/^[\u0000-\u007f]*$/.test(text)) return [passwordOf(text)];
  const composed = [text, text.normalize('NFC'), text.normalize('NFD')];
  const standard = [...new Set(composed)].map(passwordOf);
  const utf8 = Buffer.from(text, 'utf8');
  return [...standard, { bytes: Buffer.from(text, 'latin1'), bmp: bmpOf(utf8.toString('latin1')) }];
}

function passwordOf(text: string): Password {
  return { bytes: Buffer.from(text, 'utf8'), bmp: bmpOf(text) };
}

/** Characters beyond 16 bits as surrogate pairs, as every implementation does. */
function bmpOf(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16();
}
