import { createHash, randomBytes } from 'node:crypto';
import { byteReader } from './byte-reader.ts';
import { handshakeMessage, handshakeRecord } from './byte-writer.ts';
import { type ClientHello, clientHello, usualSignatureAlgorithms, usualSuites } from './client-hello.ts';
import { exchangeableGroups, type KeyExchange, startKeyExchange } from './key-exchange.ts';
import { serverHandshakeSecret } from './key-schedule.ts';
import { type HandshakeMessage, messageJoiner } from './message-joiner.ts';
import { extensionType, messageType, readHelloExtensions, readServerHello } from './messages.ts';
import { hashOfSuite } from './record-keys.ts';
import { contentType, tlsRecords } from './records.ts';
import { readServerFlight, type ServerFlight } from './server-flight.ts';

/** What to do with what the server sent so far. */
export type Step =
  | { readonly do: 'wait' }
  | { readonly do: 'send'; readonly bytes: Uint8Array }
  | { readonly do: 'finish'; readonly flight: ServerFlight }
  | { readonly do: 'give-up'; readonly reason: string };

export type CertificateHandshake = {
  /** The records to begin with. */
  readonly first: Uint8Array;
  /** `inbound`: everything the server sent from the beginning. */
  step(inbound: Uint8Array): Step;
};

const tls13 = 0x0304;
/** For middleboxes, before the second ClientHello (RFC 8446 §D.4). */
const changeCipherSpec = Buffer.from([20, 3, 3, 0, 1, 1]);

export type CertificateOffer = Pick<ClientHello, 'serverName' | 'alpn'> &
  Partial<Pick<ClientHello, 'versions' | 'cipherSuites' | 'signatureAlgorithms'>>;

/** A handshake up to the server's Certificate, without a socket: no certificate is judged and nothing is finished. */
export function startCertificateHandshake(offer: CertificateOffer): CertificateHandshake {
  const fixed = {
    versions: [tls13, 0x0303],
    cipherSuites: usualSuites,
    signatureAlgorithms: usualSignatureAlgorithms,
    ...offer,
    random: randomBytes(32),
    sessionId: randomBytes(32),
    groups: exchangeableGroups,
  };
  // X25519 and P-256: what nearly every server takes without asking again.
  const exchanges = exchangesFor(exchangeableGroups.slice(0, 2));
  const hello = clientHello({ ...fixed, shares: exchanges, cookie: null });
  let second: { readonly transcript: Buffer; readonly exchanges: readonly KeyExchange[] } | null = null;

  function answer(retry: HandshakeMessage): Step {
    const { cipherSuite } = readServerHello(retry.body);
    const hash = hashOfSuite(cipherSuite);
    const wanted = readHelloExtensions(retry.body);
    const group = wanted.get(extensionType.keyShare);
    const cookie = wanted.get(extensionType.cookie);
    const again = group === undefined ? exchanges : exchangesFor([byteReader(group).number(2)]);
    if (hash === null || again.length === 0) {
      return giveUp('it asks for a key exchange that is not spoken here');
    }
    const next = clientHello({
      ...fixed,
      shares: again,
      cookie: cookie === undefined ? null : byteReader(cookie).vector(2),
    });
    // The transcript then begins with a hash of the first hello (RFC 8446 §4.4.1).
    const digest = createHash(hash).update(hello).digest();
    const start = handshakeMessage(messageType.messageHash, digest);
    second = { transcript: Buffer.concat([start, retry.whole, next]), exchanges: again };
    return { do: 'send', bytes: Buffer.concat([changeCipherSpec, handshakeRecord(next)]) };
  }

  function secretFor(server: HandshakeMessage): Uint8Array | null {
    const hash = hashOfSuite(readServerHello(server.body).cipherSuite);
    const share = byteReader(
      readHelloExtensions(server.body).get(extensionType.keyShare) ?? new Uint8Array(0),
    );
    const group = share.number(2);
    const exchange = (second?.exchanges ?? exchanges).find((one) => one.group === group);
    const shared = exchange?.secretWith(share.vector(2)) ?? null;
    if (hash === null || shared === null) return null;
    return serverHandshakeSecret(hash, shared, Buffer.concat([second?.transcript ?? hello, server.whole]));
  }

  return {
    first: handshakeRecord(hello),
    step(inbound) {
      const { retry, server } = hellosIn(inbound);
      if (server === null) {
        const refused = readServerFlight(inbound, null).alerts.find(({ fatal }) => fatal);
        if (refused !== undefined) return giveUp(`it answered with alert ${refused.number}`);
        // Only once: a second HelloRetryRequest is against RFC 8446 §4.1.4 and stays without an answer.
        return retry !== null && second === null ? answer(retry) : { do: 'wait' };
      }
      const modern = readServerHello(server.body).version === tls13;
      const secret = modern ? secretFor(server) : null;
      if (modern && secret === null) return giveUp('its key exchange cannot be followed');
      const flight = readServerFlight(inbound, secret);
      return flight.certificates === null ? { do: 'wait' } : { do: 'finish', flight };
    },
  };
}

function exchangesFor(groups: readonly number[]): readonly KeyExchange[] {
  return groups.map(startKeyExchange).filter((exchange) => exchange !== null);
}

/** The messages that stand in the clear: a HelloRetryRequest, if there was one, and the ServerHello. */
function hellosIn(inbound: Uint8Array): {
  readonly retry: HandshakeMessage | null;
  readonly server: HandshakeMessage | null;
} {
  const messages = messageJoiner(inbound.length);
  let retry: HandshakeMessage | null = null;
  for (const { contentType: type, body } of tlsRecords(inbound)) {
    if (type !== contentType.handshake) continue;
    messages.add(body);
    for (let message = messages.next(); message !== null; message = messages.next()) {
      if (message.type !== messageType.serverHello) return { retry, server: null };
      if (!readServerHello(message.body).retry) return { retry, server: message };
      retry ??= message;
    }
  }
  return { retry, server: null };
}

function giveUp(reason: string): Step {
  return { do: 'give-up', reason };
}
