import type { Check } from '../../core/check.ts';
import { addressesDiffer } from '../tls/addresses-differ.ts';
import { tlsAlert } from '../tls/alert.ts';
import { alpn } from '../tls/alpn.ts';
import { certificateMessageTooLarge } from '../tls/certificate-message-too-large.ts';
import { clientCertificateEku } from '../tls/client-certificate-eku.ts';
import { clientCertificateEnding } from '../tls/client-certificate-ending.ts';
import { clientCertificateExpired } from '../tls/client-certificate-expired.ts';
import { clientCertificateRejected } from '../tls/client-certificate-rejected.ts';
import { clientCertificateRequired } from '../tls/client-certificate-required.ts';
import { clientCertificateUnused } from '../tls/client-certificate-unused.ts';
import { clientRenegotiation } from '../tls/client-renegotiation.ts';
import { compression } from '../tls/compression.ts';
import { defaultCertificate } from '../tls/default-certificate.ts';
import { handshakeFailed } from '../tls/handshake-failed.ts';
import { handshakeTimeout } from '../tls/handshake-timeout.ts';
import { implicitTls } from '../tls/implicit-tls.ts';
import { insecureRenegotiation } from '../tls/insecure-renegotiation.ts';
import { largeClientHello } from '../tls/large-client-hello.ts';
import { legacyProtocol } from '../tls/legacy-protocol.ts';
import { nameUnrecognized } from '../tls/name-unrecognized.ts';
import { noCertificate } from '../tls/no-certificate.ts';
import { noForwardSecrecy } from '../tls/no-forward-secrecy.ts';
import { noPostQuantum } from '../tls/no-post-quantum.ts';
import { noSharedCipher } from '../tls/no-shared-cipher.ts';
import { noTls13 } from '../tls/no-tls13.ts';
import { notTls } from '../tls/not-tls.ts';
import { otherProtocol } from '../tls/other-protocol.ts';
import { protocolUnsupported } from '../tls/protocol-unsupported.ts';
import { tlsReset } from '../tls/reset.ts';
import { someAddressesFail } from '../tls/some-addresses-fail.ts';
import { starttlsBrokenOff } from '../tls/starttls-broken-off.ts';
import { starttlsInjection } from '../tls/starttls-injection.ts';
import { starttlsMissing } from '../tls/starttls-missing.ts';
import { starttlsRefused } from '../tls/starttls-refused.ts';
import { turnedAway } from '../tls/turned-away.ts';
import { weakCipher } from '../tls/weak-cipher.ts';
import { weakDh } from '../tls/weak-dh.ts';

/** Every rule about TLS, what explains most first: see `checks`. */
export const tlsChecks: readonly Check[] = [
  notTls,
  tlsReset,
  starttlsMissing,
  starttlsRefused,
  turnedAway,
  implicitTls,
  otherProtocol,
  starttlsBrokenOff,
  starttlsInjection,
  largeClientHello,
  handshakeTimeout,
  protocolUnsupported,
  noSharedCipher,
  nameUnrecognized,
  clientCertificateRequired,
  clientCertificateRejected,
  clientCertificateExpired,
  clientCertificateEku,
  clientCertificateUnused,
  clientCertificateEnding,
  weakDh,
  clientRenegotiation,
  compression,
  defaultCertificate,
  insecureRenegotiation,
  noPostQuantum,
  alpn,
  certificateMessageTooLarge,
  tlsAlert,
  handshakeFailed,
  noCertificate,
  legacyProtocol,
  someAddressesFail,
  addressesDiffer,
  noForwardSecrecy,
  weakCipher,
  noTls13,
];
