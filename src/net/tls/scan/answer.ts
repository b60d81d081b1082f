import { type Alert, alertOf } from '../alerts.ts';
import { byteReader } from '../byte-reader.ts';
import type { Reply } from '../converse.ts';
import { canBeTls } from '../first-bytes.ts';
import { extensionType, readHelloExtensions } from '../messages.ts';
import { readServerFlight, type ServerFlight } from '../server-flight.ts';
import { readServerKeyExchange, type ServerKeyExchange } from './key-exchange-message.ts';
import { tls12, tls13 } from './versions.ts';

/** A server took the offer: what its ServerHello and the messages in the clear after it said. */
export type Taken = {
  readonly kind: 'taken';
  readonly version: number;
  readonly cipherSuite: number;
  /** NamedGroup of its key_share, in TLS 1.3. */
  readonly group: number | null;
  /** Extensions it answered, by number. */
  readonly extensions: ReadonlySet<number>;
  readonly compressed: boolean;
  readonly sessionIdLength: number;
  /** What the last eight bytes of its random say of an attack on the version (RFC 8446 §4.1.3). */
  readonly sentinel: 'TLS 1.2' | 'TLS 1.1' | null;
  readonly alpn: string | null;
  /** Of TLS 1.2 and older: what came up to ServerHelloDone. */
  readonly certificates: readonly Uint8Array[] | null;
  readonly stapled: boolean;
  readonly keyExchange: ServerKeyExchange | null;
  /** DER names; null when no client certificate was asked for. */
  readonly authorities: readonly Uint8Array[] | null;
};

export type Refused = {
  readonly kind: 'refused';
  readonly how: 'alert' | 'closed' | 'reset' | 'not-tls';
  readonly alert: Alert | null;
};

/** Nothing can be concluded. */
export type Unanswered = {
  readonly kind: 'unanswered';
  readonly how: 'timeout' | 'not-connected' | 'not-upgraded' | 'too-much' | 'spent' | 'aborted';
};

export type Answer = Taken | Refused | Unanswered;

/** How far an answer is read: up to the ServerHello, or to the end of the flight where that stands in the clear. */
export type Extent = 'hello' | 'flight';

export function replyTo(inbound: Buffer, extent: Extent): Reply<Answer> {
  if (!canBeTls(inbound)) return { do: 'finish', value: { kind: 'refused', how: 'not-tls', alert: null } };
  const flight = readServerFlight(inbound, null);
  const taken = takenIn(flight);
  if (taken === null) {
    const fatal = flight.alerts.find((alert) => alert.fatal);
    return fatal === undefined ? { do: 'wait' } : { do: 'finish', value: refusedWith(fatal.number) };
  }
  const inTheClear = taken.version <= tls12;
  const ended = flight.done || flight.alerts.some((alert) => alert.fatal);
  return extent === 'flight' && inTheClear && !ended ? { do: 'wait' } : { do: 'finish', value: taken };
}

/** What had come when the connection ended: a ServerHello counts even if the rest is missing. */
export function answerAtEnd(inbound: Buffer, how: 'closed' | 'reset' | 'timeout' | 'too-much'): Answer {
  const flight = readServerFlight(inbound, null);
  const taken = takenIn(flight);
  if (taken !== null) return taken;
  if (how === 'timeout' || how === 'too-much') return { kind: 'unanswered', how };
  const last = flight.alerts.at(-1);
  return last === undefined ? { kind: 'refused', how, alert: null } : refusedWith(last.number);
}

function refusedWith(number: number): Refused {
  return { kind: 'refused', how: 'alert', alert: alertOf(number) };
}

function takenIn(flight: ServerFlight): Taken | null {
  const { serverHello, helloBody } = flight;
  if (serverHello === null || helloBody === null) return null;
  const { version, cipherSuite } = serverHello;
  const reader = byteReader(helloBody);
  reader.number(2);
  const random = Buffer.from(reader.bytes(32));
  const sessionIdLength = reader.vector(1).length;
  reader.number(2);
  const compressed = reader.number(1) !== 0;
  // Every ServerHello ends its fixed part here; one that is cut before it chose nothing.
  if (!reader.intact()) return null;
  const extensions = readHelloExtensions(helloBody);
  const share = extensions.get(extensionType.keyShare);
  return {
    kind: 'taken',
    version,
    cipherSuite,
    group: version === tls13 && share !== undefined ? byteReader(share).number(2) : null,
    extensions: new Set(extensions.keys()),
    compressed,
    sessionIdLength,
    sentinel: sentinelIn(random),
    alpn: flight.alpn,
    certificates: flight.certificates,
    stapled: flight.stapled !== null,
    keyExchange: flight.keyExchange === null ? null : readServerKeyExchange(flight.keyExchange, cipherSuite),
    authorities: flight.acceptableAuthorities,
  };
}

function sentinelIn(random: Buffer): Taken['sentinel'] {
  if (random.subarray(24, 31).toString('latin1') !== 'DOWNGRD') return null;
  return random[31] === 1 ? 'TLS 1.2' : random[31] === 0 ? 'TLS 1.1' : null;
}
