import { type HandshakeMessage, messageJoiner } from './message-joiner.ts';
import {
  extensionType,
  messageType,
  readAlpn,
  readCertificate,
  readCertificateAuthorities,
  readCertificateStatus,
  readEncryptedExtensions,
  readHelloExtensions,
  readServerHello,
  type ServerHello,
} from './messages.ts';
import { type RecordOpener, recordOpener } from './record-opener.ts';
import { contentType, type TlsRecord, tlsRecords } from './records.ts';

/** What the server's side of a handshake held, as far as it came and could be read. */
export type ServerFlight = {
  readonly serverHello: ServerHello | null;
  /** Body of the ServerHello, or of the HelloRetryRequest when nothing came after. */
  readonly helloBody: Uint8Array | null;
  /** The application protocol it chose. */
  readonly alpn: string | null;
  /** DER, in the order sent; null when no whole Certificate message was read. */
  readonly certificates: readonly Uint8Array[] | null;
  readonly stapled: Uint8Array | null;
  /** SignedCertificateTimestampList (RFC 6962 §3.3.1); null when none was sent, as when nobody asked. */
  readonly scts: Uint8Array | null;
  /** Body of a ServerKeyExchange: TLS 1.2 and older. */
  readonly keyExchange: Uint8Array | null;
  /** ServerHelloDone came: nothing follows before the client speaks. */
  readonly done: boolean;
  /** DER names a client certificate may come from; null when none was asked for. */
  readonly acceptableAuthorities: readonly Uint8Array[] | null;
  /** In the order sent. */
  readonly alerts: readonly { readonly fatal: boolean; readonly number: number }[];
};

type Draft = { -readonly [K in keyof ServerFlight]: ServerFlight[K] } & {
  alerts: { fatal: boolean; number: number }[];
};

const tls13 = 0x0304;

/**
 * Reads everything a server sent up to its Finished. Never throws, whatever the bytes.
 * `secret`: server_handshake_traffic_secret (from Node's `keylog` event); without it TLS 1.3 ends at the ServerHello.
 */
export function readServerFlight(inbound: Uint8Array, secret: Uint8Array | null): ServerFlight {
  const draft: Draft = {
    serverHello: null,
    helloBody: null,
    alpn: null,
    certificates: null,
    stapled: null,
    scts: null,
    keyExchange: null,
    done: false,
    acceptableAuthorities: null,
    alerts: [],
  };
  const messages = messageJoiner(inbound.length);
  let opener: RecordOpener | null = null;
  for (const record of tlsRecords(inbound)) {
    const spoken = openedRecord(record, draft, opener);
    if (spoken === 'end') break;
    if (spoken === null) continue;
    if (spoken.contentType === contentType.alert) noteAlerts(spoken.content, draft);
    if (spoken.contentType !== contentType.handshake) continue;
    messages.add(spoken.content);
    for (let message = messages.next(); message !== null; message = messages.next()) {
      if (message.type === messageType.finished) return draft;
      noteMessage(message, draft);
    }
    if (opener === null && secret !== null && speaksTls13(draft)) {
      opener = recordOpener(draft.serverHello?.cipherSuite ?? 0, secret);
    }
  }
  return draft;
}

function openedRecord(record: TlsRecord, draft: Draft, opener: RecordOpener | null) {
  const clear = { contentType: record.contentType, content: record.body };
  if (!speaksTls13(draft)) {
    // TLS 1.2 encrypts from here on, and the Certificate stood before. After a HelloRetryRequest it means nothing.
    const encryptsNow =
      record.contentType === contentType.changeCipherSpec && draft.serverHello?.retry !== true;
    return encryptsNow ? 'end' : clear;
  }
  if (record.contentType !== contentType.applicationData) {
    // Middlebox compatibility (RFC 8446 §D.4), or an alert of a server that has no keys yet.
    return record.contentType === contentType.alert ? clear : null;
  }
  return opener === null ? 'end' : (opener(record) ?? 'end');
}

function speaksTls13(draft: Draft): boolean {
  return draft.serverHello?.version === tls13 && !draft.serverHello.retry;
}

function noteAlerts(content: Uint8Array, draft: Draft): void {
  for (let at = 0; at + 1 < content.length && draft.alerts.length < 8; at += 2) {
    draft.alerts.push({ fatal: content[at] === 2, number: content[at + 1] ?? 0 });
  }
}

function noteMessage(message: HandshakeMessage, draft: Draft): void {
  const { type, body } = message;
  switch (type) {
    case messageType.serverHello: {
      const extensions = readHelloExtensions(body);
      draft.serverHello = readServerHello(body);
      draft.helloBody = body;
      draft.scts = extensions.get(extensionType.signedCertificateTimestamp) ?? null;
      draft.alpn = readAlpn(extensions);
      return;
    }
    case messageType.encryptedExtensions:
      draft.alpn = readAlpn(readEncryptedExtensions(body));
      return;
    case messageType.serverKeyExchange:
      draft.keyExchange = body;
      return;
    case messageType.serverHelloDone:
      draft.done = true;
      return;
    case messageType.certificate: {
      const list = readCertificate(body, speaksTls13(draft));
      draft.certificates = list.certificates;
      draft.stapled ??= list.stapled;
      draft.scts ??= list.scts;
      return;
    }
    case messageType.certificateStatus:
      draft.stapled = readCertificateStatus(body);
      return;
    case messageType.certificateRequest:
      draft.acceptableAuthorities = readCertificateAuthorities(body, draft.serverHello?.version ?? 0x0303);
      return;
    default:
      return;
  }
}
