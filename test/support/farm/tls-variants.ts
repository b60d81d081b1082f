import { getDiffieHellman } from 'node:crypto';
import { createSecureContext, type TlsOptions } from 'node:tls';
import type { FarmServer } from './listener.ts';
import { keyPemOf, pemOf, startTlsServer, type TlsServerOptions } from './tls-server.ts';

type Settings = TlsServerOptions;

function variant(settings: Settings, options: TlsOptions): Promise<FarmServer> {
  return startTlsServer({ ...settings, options: { ...settings.options, ...options } });
}

export function tls12Only(settings: Settings): Promise<FarmServer> {
  return variant(settings, { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
}

export function tls13Only(settings: Settings): Promise<FarmServer> {
  return variant(settings, { minVersion: 'TLSv1.3' });
}

/** Answers a client of today with the alert protocol_version (70). For a ServerHello 0x0301 see `startFlightServer`. */
export function tls10Only(settings: Settings): Promise<FarmServer> {
  return variant(settings, { minVersion: 'TLSv1', maxVersion: 'TLSv1' });
}

export function tls11Only(settings: Settings): Promise<FarmServer> {
  return variant(settings, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' });
}

/** TLS 1.2 with these OpenSSL cipher names only. */
export function onlyCiphers(names: string, settings: Settings): Promise<FarmServer> {
  return variant(settings, {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: `${names}:@SECLEVEL=0`,
    honorCipherOrder: true,
  });
}

/** No key exchange but RSA encryption: no forward secrecy. Needs an RSA leaf. */
export function staticRsaOnly(settings: Settings): Promise<FarmServer> {
  return onlyCiphers('AES128-SHA', settings);
}

/** Needs an RSA leaf unless `ECDHE-ECDSA-AES128-SHA` fits, which is offered too. */
export function cbcOnly(settings: Settings): Promise<FarmServer> {
  return onlyCiphers('ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES128-SHA', settings);
}

/** Answers handshake_failure (40): no client offers these. Needs an RSA leaf. */
export function nullCipherOnly(settings: Settings): Promise<FarmServer> {
  return onlyCiphers('NULL-SHA256', settings);
}

/** Finite-field Diffie-Hellman with the 1024-bit prime of RFC 2409 §6.2. Needs an RSA leaf. */
export function dh1024(settings: Settings): Promise<FarmServer> {
  return variant(settings, {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0',
    dhparam: oakleyGroup2(),
  });
}

/** Elliptic curves first, and the 1024-bit prime of RFC 2409 §6.2 for those who want DHE. Needs an RSA leaf. */
export function weakDhBesideCurves(settings: Settings): Promise<FarmServer> {
  const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0';
  return variant(settings, { ciphers, dhparam: oakleyGroup2() });
}

/** The certificate of `settings` for clients that name the host, another one for the rest. */
export function namedCertificate(host: string, settings: Settings, other: Settings): Promise<FarmServer> {
  const own = createSecureContext({ cert: pemOf(settings.chain), key: keyPemOf(settings.key) });
  return variant(other, {
    SNICallback: (name, done) => done(null, name === host ? own : undefined),
  });
}

/** Agrees on none of the client's ALPN names and says no_application_protocol (120). */
export function alpnOnly(names: readonly string[], settings: Settings): Promise<FarmServer> {
  return variant(settings, { ALPNProtocols: [...names] });
}

/**
 * Ends the connection unless the client shows a certificate: handshake_failure inside the handshake of TLS 1.2,
 * certificate_required (116) after that of TLS 1.3. The subjects of `authorities` are sent as acceptable issuers.
 */
export function clientCertificateRequired(
  authorities: readonly Uint8Array[],
  settings: Settings,
): Promise<FarmServer> {
  return variant(settings, { requestCert: true, rejectUnauthorized: true, ca: pemOf(authorities) });
}

/** Asks for a client certificate and goes on without. */
export function clientCertificateOptional(
  authorities: readonly Uint8Array[],
  settings: Settings,
): Promise<FarmServer> {
  return variant(settings, { requestCert: true, rejectUnauthorized: false, ca: pemOf(authorities) });
}

/** PKCS#3 DHParameter: SEQUENCE { prime INTEGER, base INTEGER }. */
function oakleyGroup2(): string {
  const prime = getDiffieHellman('modp2').getPrime();
  const integer = Buffer.concat([Buffer.from([0x02, 0x81, prime.length + 1, 0]), prime]);
  const body = Buffer.concat([integer, Buffer.from([0x02, 0x01, 0x02])]);
  const der = Buffer.concat([Buffer.from([0x30, 0x81, body.length]), body]);
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN DH PARAMETERS-----\n${lines}-----END DH PARAMETERS-----\n`;
}
