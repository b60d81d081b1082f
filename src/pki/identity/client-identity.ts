import { createPrivateKey } from 'node:crypto';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { UserError } from '../../core/errors.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { parseCertificate } from '../certificate/parse-certificate.ts';
import type { Secret, TrustStore } from '../trust/trust-store.ts';

/** A certificate of our own, to be shown to servers that ask for one. The key stays inside the context. */
export type ClientIdentity = {
  readonly name: string;
  readonly certificate: Certificate;
  /** The trust store's context with this certificate; made when first used, and once. */
  readonly secureContext: SecureContext;
};

export type ClientIdentitySource = {
  readonly name: string;
  /** The variable to name in errors; `_KEY` and `_PASSWORD` stand beside it. */
  readonly setting: string;
  /** PEM, or PKCS#12 with the key in it. */
  readonly file: Buffer;
  /** PEM; null: the key is in `file`. */
  readonly key: Buffer | null;
  readonly password: string | null;
};

/** Throws UserError that names the setting and what is wrong, and never a password or a piece of a key. */
export function openClientIdentity(
  source: ClientIdentitySource,
  trust: Pick<TrustStore, 'secureContextWith'>,
): ClientIdentity {
  const secret = secretOf(source);
  const certificate = parseCertificate(ownCertificate(source, secret));
  if ('unreadable' in certificate) {
    throw new UserError(
      `The certificate of ${source.setting} cannot be read: ${certificate.unreadable}. Export it again.`,
    );
  }
  let context: SecureContext | null = null;
  return {
    name: source.name,
    certificate,
    get secureContext() {
      context ??= trust.secureContextWith(secret);
      return context;
    },
  };
}

function secretOf({ file, key, password, setting }: ClientIdentitySource): Secret {
  const passphrase = password === null ? {} : { passphrase: password };
  if (!isPem(file)) {
    if (key === null) return { pfx: file, ...passphrase };
    throw new UserError(
      `${setting} is no PEM text. Beside ${setting}_KEY it has to be: convert it with openssl x509 -inform DER.`,
    );
  }
  const keyText = key ?? file;
  if (!/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(keyText.toString('latin1'))) {
    throw new UserError(
      key === null
        ? `${setting} holds no private key. Append it to the file, or name its file in ${setting}_KEY.`
        : `${setting}_KEY holds no private key in PEM ("-----BEGIN PRIVATE KEY-----").`,
    );
  }
  if (!/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(file.toString('latin1'))) {
    throw new UserError(`${setting} holds no certificate in PEM ("-----BEGIN CERTIFICATE-----").`);
  }
  return { cert: file, key: keyText, ...passphrase };
}

function isPem(bytes: Buffer): boolean {
  return bytes.includes('-----BEGIN ');
}

/** What OpenSSL would show, whatever kind of file it comes from: DER. Opens the key, so that trouble is told at start. */
function ownCertificate(source: ClientIdentitySource, secret: Secret): Uint8Array {
  let context: SecureContext;
  try {
    // No anchors: nothing is verified with it, and reading a store takes longer than all the rest.
    context = createSecureContext({ ca: [], ...secret });
  } catch (thrown) {
    throw new UserError(reasonFor(source, secret, thrown));
  }
  const idle = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
  const socket = new TLSSocket(idle, { secureContext: context });
  socket.on('error', () => undefined);
  try {
    const shown = socket.getX509Certificate();
    if (shown === undefined) throw new UserError(`${source.setting} holds no certificate for its key.`);
    return shown.raw;
  } finally {
    socket.destroy();
    idle.destroy();
  }
}

function reasonFor(
  { setting, password, key }: ClientIdentitySource,
  secret: Secret,
  thrown: unknown,
): string {
  const words = thrown instanceof Error ? `${'code' in thrown ? thrown.code : ''} ${thrown.message}` : '';
  const keyIn = key === null ? setting : `${setting}_KEY`;
  if (/key values mismatch|KEY_VALUES_MISMATCH|key type mismatch/i.test(words)) {
    return `The private key of ${keyIn} does not belong to the first certificate of ${setting}. The client's own certificate has to come first.`;
  }
  if (/mac verify|bad decrypt|bad password|passphrase/i.test(words) || staysLocked(secret)) {
    return password === null
      ? `${keyIn} is encrypted: set ${setting}_PASSWORD.`
      : `${setting}_PASSWORD does not open ${keyIn}.`;
  }
  if ('pfx' in secret && /unsupported/i.test(words)) {
    return `${setting} is a PKCS#12 file of an old kind (RC2), or none. Convert it: openssl pkcs12 -legacy -in OLD -nodes | openssl pkcs12 -export -out NEW.`;
  }
  return `${setting} cannot be read as PEM or PKCS#12. Try openssl pkcs12 -in FILE -nodes -out client.pem and use client.pem.`;
}

/** One wrong password in 256 leaves padding that looks right (CBC), and OpenSSL complains of what comes after it. */
function staysLocked({ key, passphrase }: Secret): boolean {
  const text = String(key ?? '');
  if (!/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) return false;
  try {
    createPrivateKey({ key: text, ...(passphrase === undefined ? {} : { passphrase }) });
    return false;
  } catch {
    return true;
  }
}
