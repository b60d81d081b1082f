import { constants, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { byteReader } from '../byte-reader.ts';

type Scheme = {
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly key: 'rsa' | 'rsa-pss' | 'ed25519' | 'ed448' | 'prime256v1' | 'secp384r1' | 'secp521r1';
};

/** SignatureSchemes that TLS 1.3 takes for a CertificateVerify (RFC 8446 §4.2.3), as far as most servers have them. */
const schemes: ReadonlyMap<number, Scheme> = new Map([
  [0x0403, { hash: 'sha256', key: 'prime256v1' }],
  [0x0503, { hash: 'sha384', key: 'secp384r1' }],
  [0x0603, { hash: 'sha512', key: 'secp521r1' }],
  [0x0804, { hash: 'sha256', key: 'rsa' }],
  [0x0805, { hash: 'sha384', key: 'rsa' }],
  [0x0806, { hash: 'sha512', key: 'rsa' }],
  [0x0807, { hash: null, key: 'ed25519' }],
  [0x0808, { hash: null, key: 'ed448' }],
  [0x0809, { hash: 'sha256', key: 'rsa-pss' }],
  [0x080a, { hash: 'sha384', key: 'rsa-pss' }],
  [0x080b, { hash: 'sha512', key: 'rsa-pss' }],
]);

const context = Buffer.concat([
  Buffer.alloc(64, ' '),
  Buffer.from('TLS 1.3, server CertificateVerify\0', 'latin1'),
]);

/**
 * Whether the body of a CertificateVerify (RFC 8446 §4.4.3) was signed by the key of `leaf`, in DER. `transcript`: hash of the
 * messages up to its Certificate. False for what cannot be told here, too.
 */
export function provesKey(body: Uint8Array, leaf: Uint8Array, transcript: Uint8Array): boolean {
  const reader = byteReader(body);
  const scheme = schemes.get(reader.number(2));
  const signature = reader.vector(2);
  if (scheme === undefined || !reader.intact() || reader.left() > 0) return false;
  try {
    const key = new X509Certificate(leaf).publicKey;
    if (kindOf(key) !== scheme.key) return false;
    return verify(scheme.hash, Buffer.concat([context, transcript]), withPadding(key, scheme), signature);
  } catch {
    // A certificate or a key that OpenSSL cannot read.
    return false;
  }
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  return asymmetricKeyType === 'ec' ? asymmetricKeyDetails?.namedCurve : asymmetricKeyType;
}

/** RSA signs with PSS only, its salt as long as the hash (RFC 8446 §4.2.3). */
function withPadding(key: KeyObject, { key: kind }: Scheme) {
  if (kind !== 'rsa' && kind !== 'rsa-pss') return key;
  return {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}
