/** What the alerts of RFC 8446 §6 and RFC 5246 §7.2 mean when a server sends them to a client that did its part. */
const meanings: Readonly<Record<number, string>> = {
  10: 'it got a message it did not expect at this point',
  20: 'it could not decrypt a record; often a middlebox changes the traffic',
  22: 'it got a record that is too long',
  40: 'it found nothing to agree on',
  42: 'it could not read the certificate it was given',
  43: 'it does not take certificates of that type',
  44: 'the certificate it was given is revoked',
  45: 'the certificate it was given has expired',
  46: 'it disliked the certificate it was given',
  47: 'a field of the handshake is out of range or inconsistent for it',
  48: 'it does not know the issuer of the certificate it was given',
  49: 'the client is known and has no access',
  50: 'it could not decode a message',
  51: 'a signature or key exchange did not verify for it',
  70: 'it speaks none of the TLS versions offered',
  71: 'it wants stronger ciphers than offered',
  80: 'it failed inside; its own log says why',
  86: 'it takes the connection for a downgraded retry',
  90: 'somebody cancelled the handshake on its side',
  109: 'it misses a TLS extension',
  110: 'it got a TLS extension it did not ask for',
  112: 'it serves no site of that name',
  113: 'it disliked the OCSP response',
  115: 'it does not know the pre-shared key identity',
  116: 'it demands a client certificate',
  120: 'it speaks none of the application protocols offered',
};

export function alertMeaning(number: number): string {
  return meanings[number] ?? 'its meaning is not registered';
}

/** "handshake_failure (alert 40)". */
export function alertText({ number, name }: { readonly number: number; readonly name: string }): string {
  return `${name} (alert ${number})`;
}
