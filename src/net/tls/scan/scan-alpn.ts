import type { Asker } from './asker.ts';
import { flightFor } from './scan-certificates.ts';
import type { VersionLook } from './scan-versions.ts';
import { tls12, tls13 } from './versions.ts';

/**
 * Names of IANA's registry that are spoken over TCP. acme-tls/1 is left out: it asks for another certificate (RFC 8737).
 */
const protocols: readonly string[] = [
  'h2',
  'http/1.1',
  'http/1.0',
  'http/0.9',
  'spdy/3',
  'spdy/2',
  'spdy/1',
  'imap',
  'pop3',
  'managesieve',
  'smtp',
  'lmtp',
  'nntp',
  'nnsp',
  'ftp',
  'xmpp-client',
  'xmpp-server',
  'mqtt',
  'amqp',
  'dot',
  'irc',
  'sip/2',
  'postgresql',
  'tds/8.0',
  'ntske/1',
  'stun.turn',
  'coap',
  'webrtc',
  'radius/1.1',
  'sunrpc',
  'grpc-exp',
  'h2c',
];

/** Protocols the server chooses, in its order; null when it could not be asked. Ends with the first it declines. */
export async function scanAlpn(
  looks: readonly VersionLook[],
  asker: Asker,
  serverName: string | null,
): Promise<readonly string[] | null> {
  const plain = looks.find(
    ({ seen }) => seen.outcome === 'spoken' && seen.code <= tls12 && seen.code > 0x0300,
  );
  const modern = looks.some(({ seen }) => seen.outcome === 'spoken' && seen.code === tls13);
  if (plain === undefined && !modern) return null;
  const suites = plain?.seen.suites.map(({ code }) => code) ?? [];
  const chosen: string[] = [];
  let left = protocols;
  for (;;) {
    const choice =
      plain === undefined
        ? ((await flightFor({ serverName, alpn: left, versions: [tls13] }, asker))?.alpn ?? null)
        : await choiceOf(plain.seen.code, suites, left, asker);
    if (choice === null || !left.includes(choice)) return chosen;
    chosen.push(choice);
    left = left.filter((name) => name !== choice);
  }
}

async function choiceOf(
  version: number,
  suites: readonly number[],
  alpn: readonly string[],
  asker: Asker,
): Promise<string | null> {
  const answer = await asker.ask({ version, suites, alpn });
  return answer.kind === 'taken' ? answer.alpn : null;
}
