import { isReadable } from './text-of.ts';

/** Beginnings of files that people take for certificates, in hexadecimal. */
const beginnings: readonly (readonly [hex: string, described: string])[] = [
  ['25504446', 'a PDF document'],
  ['504b0304', 'a ZIP archive; unpack it first'],
  ['1f8b', 'gzip-compressed data; unpack it first'],
  ['425a68', 'bzip2-compressed data; unpack it first'],
  ['fd377a585a00', 'xz-compressed data; unpack it first'],
  ['377abcaf271c', 'a 7-Zip archive; unpack it first'],
  ['52617221', 'a RAR archive; unpack it first'],
  ['28b52ffd', 'zstd-compressed data; unpack it first'],
  ['89504e47', 'a PNG picture'],
  ['ffd8ff', 'a JPEG picture'],
  ['47494638', 'a GIF picture'],
  ['7f454c46', 'a program'],
  ['4d5a', 'a Windows program'],
  ['d0cf11e0', 'an old Microsoft Office document'],
  ['53514c69746520666f726d6174', 'an SQLite database'],
  ['0000000043455254', 'a serialized certificate store of Windows (.sst); export it as PKCS#7 or PEM'],
  ['0000000100000014', 'a BouncyCastle key store; export it as PKCS#12'],
  ['0000000200000014', 'a BouncyCastle key store; export it as PKCS#12'],
  ['9901', 'a PGP public key'],
  ['9501', 'a PGP private key'],
];

const texts: readonly (readonly [pattern: RegExp, described: string])[] = [
  [/^\s*<(?:!doctype\s+html|html|head|body)\b/i, 'an HTML page'],
  [/^\s*<\?xml\b|^\s*<[a-z][\w:.-]*[\s>]/i, 'an XML document'],
  [/^age-encryption\.org\/v1/, 'a file encrypted with age'],
  [/^\s*(?:#[^\n]*\n\s*)*AGE-SECRET-KEY-1/, 'a secret key of age'],
  [/^\s*HTTP\/\d/, 'an answer of a web server'],
  [
    /^\s*(?:Certificate|Certificate Request):\s*\n\s+Data:/,
    'what openssl prints of a certificate, without the certificate itself',
  ],
  [/^\s*[{[]/, 'a JSON document'],
];

/** Names what is no certificate, for the sentence "this is ...". */
export function whatElse(bytes: Uint8Array, text: string): string {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  const known = beginnings.find(([hex]) => start.startsWith(hex));
  if (known !== undefined) return known[1];
  if (Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar')
    return 'a tar archive; unpack it first';
  if (text.trim() === '') return 'a file with nothing but blanks';
  const head = text.slice(0, 4096);
  const said = texts.find(([pattern]) => pattern.test(head));
  if (said !== undefined) return said[1];
  return isReadable(text) ? 'plain text without a certificate' : 'binary data of an unknown kind';
}

/** What is secret in it although nothing here reads it. */
export function isSecretElse(described: string): boolean {
  return described === 'a secret key of age' || described === 'a PGP private key';
}
