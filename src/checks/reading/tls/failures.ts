import type { TlsAddress, TlsFacts } from '../../../probes/tls/tls-facts.ts';
import { addressOf } from '../../commands/place.ts';

type Handshake = TlsAddress['handshake'];
export type TlsFailure = Extract<Handshake, { readonly kind: 'failed' }>['failure'];
export type TlsSession = Extract<Handshake, { readonly kind: 'completed' }>['session'];

/** Every failed handshake is exactly one of these, so that two rules never tell two stories about one address. */
export type TlsFate =
  | 'handshake-timeout'
  | 'not-tls'
  | 'reset'
  | 'protocol-unsupported'
  | 'no-shared-cipher'
  | 'name-unrecognized'
  | 'client-certificate-required'
  | 'alpn'
  | 'weak-dh'
  | 'certificate-message-too-large'
  | 'alert'
  | 'handshake-failed'
  /** The certificates came in an order that no client can go on with: chain/wrong-order tells it. */
  | 'wrong-order'
  /** Nothing may be said: the run ended first. */
  | 'unseen';

export type FailedAddress = {
  readonly address: string;
  readonly failure: TlsFailure;
  readonly fate: TlsFate;
};

/** How the peer ends it when a client certificate was asked for and none came: by an alert of RFC 8446 §6.2 or rudely. */
const refusesWithoutCertificate = new Set([40, 41, 42, 43, 44, 45, 46, 48, 49, 51, 116]);

export function fateOf(failure: TlsFailure): TlsFate {
  if (failure.kind === 'aborted') return 'unseen';
  if (wantsClientCertificate(failure)) return 'client-certificate-required';
  switch (failure.kind) {
    case 'timeout':
      return 'handshake-timeout';
    case 'not-tls':
      return 'not-tls';
    case 'reset':
    case 'closed':
      return 'reset';
    case 'alert':
      return fateOfAlert(failure);
    case 'refused-by-us':
    case 'other':
      return fateOfCode(failure.errorCode ?? '');
  }
}

function wantsClientCertificate({ kind, alert, sawCertificateRequest }: TlsFailure): boolean {
  if (alert?.number === 116) return true;
  if (!sawCertificateRequest) return false;
  return (
    kind === 'reset' || kind === 'closed' || (alert !== null && refusesWithoutCertificate.has(alert.number))
  );
}

function fateOfAlert({ alert, sawServerHello }: TlsFailure): TlsFate {
  switch (alert?.number) {
    case 70:
      return 'protocol-unsupported';
    case 40:
    case 71:
      // After a ServerHello a cipher is agreed on: something else displeased it.
      return sawServerHello ? 'alert' : 'no-shared-cipher';
    case 112:
      return 'name-unrecognized';
    case 120:
      return 'alpn';
    default:
      return 'alert';
  }
}

/** OpenSSL's reasons, as Node turns them into codes. */
function fateOfCode(code: string): TlsFate {
  if (/DH_KEY_TOO_SMALL|MODULUS_TOO_SMALL/.test(code)) return 'weak-dh';
  if (/EXCESSIVE_MESSAGE_SIZE/.test(code)) return 'certificate-message-too-large';
  if (/UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION/.test(code)) return 'protocol-unsupported';
  if (/(WRONG|UNKNOWN)_CIPHER_RETURNED|NO_CIPHERS_AVAILABLE/.test(code)) return 'no-shared-cipher';
  return 'handshake-failed';
}

/** Addresses whose handshake failed, those left out that the TCP rules tell about. */
export function failedAddresses(tls: TlsFacts): readonly FailedAddress[] {
  return tls.addresses.flatMap(({ address, handshake }) => {
    if (handshake.kind !== 'failed' || handshake.dropsSilentClients) return [];
    const { failure, arrived } = handshake;
    const fate = isStopped(failure) && arrived?.leafNotFirst === true ? 'wrong-order' : fateOf(failure);
    return fate === 'unseen' ? [] : [{ address: addressOf(address), failure, fate }];
  });
}

/** We ended it, or the peer hung up without a word: an alert says better why. */
function isStopped(failure: TlsFailure): boolean {
  return failure.kind !== 'aborted' && failure.alert === null && !wantsClientCertificate(failure);
}

/** Addresses that failed in this way when none completed; when some did, `tls/some-addresses-fail` tells it. */
export function failedWith(tls: TlsFacts, fate: TlsFate): readonly FailedAddress[] {
  if (sessionsOf(tls).length > 0) return [];
  return failedAddresses(tls).filter((failed) => failed.fate === fate);
}

export type SeenSession = { readonly address: string; readonly session: TlsSession };

export function sessionsOf(tls: TlsFacts): readonly SeenSession[] {
  return tls.addresses.flatMap(({ address, handshake }) =>
    handshake.kind === 'completed' ? [{ address: addressOf(address), session: handshake.session }] : [],
  );
}

/** Every handshake that completed was ended for want of a client certificate: HTTP after it can tell nothing new. */
export function clientCertificateRejected(tls: TlsFacts | null): boolean {
  if (tls === null) return false;
  const sessions = sessionsOf(tls);
  return (
    sessions.length > 0 &&
    sessions.every(
      ({ session: { clientCertificate } }) =>
        clientCertificate.rejectedWith !== null || clientCertificate.hungUp === true,
    )
  );
}
