import { type RenewalWindow, renewalState } from '../../../src/core/watch/renewal/renewal.ts';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import type { ClientVerdict } from '../../../src/pki/client/client-verdict.ts';
import type { PathProblem } from '../../../src/pki/path/path-problem.ts';
import { lifetimeDays, lifetimeLimit } from '../../../src/pki/rules/lifetime-limit.ts';
import { pathEntries, sentEntries } from '../../../src/probes/chain/chain-list.ts';
import { chainOrder } from '../../../src/probes/chain/chain-order.ts';
import type { Repair } from '../../../src/probes/chain/repair-facts.ts';
import { addedBy, type ChainFacts, type ServedChain, verifiedPath } from '../../../src/probes/chain.ts';
import type { HttpFacts, HttpHop } from '../../../src/probes/http.ts';
import type { Http2Facts } from '../../../src/probes/http2.ts';
import type { ProbeFacts } from '../../../src/probes/index.ts';
import type { QuicFacts } from '../../../src/probes/quic.ts';
import type { ReachFacts } from '../../../src/probes/reach.ts';
import type { AriFacts } from '../../../src/probes/renewal.ts';
import type { TcpAddress, TcpFacts } from '../../../src/probes/tcp.ts';
import type { TlsAddress, TlsFacts, TlsSession } from '../../../src/probes/tls/tls-facts.ts';
import { host, intermediate, leafWith, now, root } from './certificate-facts.ts';
import { answered, dnsFacts, lookupOf, unanswered } from './dns-facts.ts';
import { enoughScts, transparencyFacts } from './transparency-facts.ts';

/** By the name of the probe; a part left out is a probe that was not run. */
export type AllFacts = Partial<ProbeFacts>;

type Allowed = TcpAddress['address'];

export const ip = '192.0.2.7';
export const ip6 = '2001:db8::7';

/** Rules never dial, so the proof that the policy allowed an address may be forged here. */
export function allowed(address: string, port = 443): Allowed {
  return { ip: address, family: address.includes(':') ? 6 : 4, port } as Allowed;
}

export { answered, dnsFacts, lookupOf, unanswered };

export function reachFacts(changes: Partial<ReachFacts> = {}): ReachFacts {
  return { allowed: [allowed(ip)], refused: [], leftOut: 0, ...changes };
}

export const isOpen: TcpAddress['state'] = { kind: 'open', banner: null };

export function dialFailed(
  failure: Extract<TcpAddress['state'], { kind: 'failed' }>['failure'],
  errno: string | null = null,
): TcpAddress['state'] {
  return { kind: 'failed', failure, errno };
}

export function tcpFacts(states: Readonly<Record<string, TcpAddress['state']>> = { [ip]: isOpen }): TcpFacts {
  const addresses = Object.entries(states).map(([address, state]) => ({
    address: allowed(address),
    elapsedMs: 3000,
    state,
  }));
  const open = addresses.filter(({ state }) => state.kind === 'open').map(({ address }) => address);
  return { port: 443, addresses, open };
}

export function session(changes: Partial<TlsSession> = {}): TlsSession {
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    group: 'X25519',
    groupBits: 253,
    alpn: 'h2',
    chain: [leafWith(), intermediate],
    unreadable: [],
    asSent: true,
    chainBytes: 2000,
    stapled: null,
    clientCertificate: { requested: false, authorities: [], rejectedWith: null },
    openssl: null,
    ...changes,
  };
}

export function completed(changes: Partial<TlsSession> = {}): TlsAddress['handshake'] {
  return { kind: 'completed', session: session(changes) };
}

type Failure = Extract<TlsAddress['handshake'], { kind: 'failed' }>['failure'];

export function failed(
  kind: Failure['kind'],
  changes: Partial<Failure> = {},
  dropsSilentClients = false,
): TlsAddress['handshake'] {
  const failure: Failure = {
    kind,
    alert: null,
    spoke: null,
    firstBytes: new Uint8Array(),
    sawServerHello: false,
    sawCertificateRequest: false,
    errorCode: null,
    chain: [],
    ...changes,
  };
  return { kind: 'failed', failure, dropsSilentClients, arrived: null };
}

export function tlsFacts(
  handshakes: Readonly<Record<string, TlsAddress['handshake']>> = { [ip]: completed() },
): TlsFacts {
  const addresses = Object.entries(handshakes).map(([address, handshake]) => ({
    address: allowed(address),
    elapsedMs: 20,
    handshake,
  }));
  return { serverName: host, addresses };
}

export function served(changes: Partial<ServedChain> = {}): ServedChain {
  const leaf = changes.leaf ?? leafWith();
  const sent = changes.sent ?? [leaf, intermediate];
  const list = { sent, unreadable: changes.unreadable ?? [], order: chainOrder(sent) };
  const { path = { trusted: true, path: [leaf, intermediate, root], detours: [] }, repair = null } = changes;
  const verified = verifiedPath({ path, repair });
  return {
    addresses: [`${ip}:443`],
    leaf,
    ...list,
    names: { matches: true, by: host },
    renewal: renewalState(leaf, now),
    path,
    lifetime: { days: lifetimeDays(leaf), limit: lifetimeLimit(leaf.notBefore) },
    stores: [],
    publiclyTrusted: true,
    repair,
    kin: null,
    entries: sentEntries(list, verified),
    route: verified && pathEntries(list, verified, addedBy(repair)),
    openssl: null,
    knownKeys: [],
    keyFlaw: null,
    breaches: [],
    ...changes,
  };
}

export function chainFacts(...chains: readonly Partial<ServedChain>[]): ChainFacts {
  return { store: 'the test store', chains: (chains.length === 0 ? [{}] : chains).map(served) };
}

/** The CA of this leaf asks for renewal between these moments. */
export function ariFacts(
  { fingerprint256 }: Pick<ServedChain['leaf'], 'fingerprint256'>,
  window: Pick<RenewalWindow, 'start' | 'end'> & Partial<RenewalWindow>,
): AriFacts {
  return {
    leaves: [
      {
        fingerprint256,
        addresses: [`${ip}:443`],
        directory: { name: 'Test CA', url: 'https://acme.example/directory' },
        certificateId: 'oQ.AQ',
        answer: { kind: 'window', window: { source: 'Test CA', explanationUrl: null, ...window } },
      },
    ],
  };
}

export function brokenPath(problem: PathProblem): Pick<ServedChain, 'path' | 'publiclyTrusted'> {
  return { path: { trusted: false, problem }, publiclyTrusted: false };
}

/** These were fetched and mend the chain. */
export function repairedBy(
  added: readonly Certificate[],
  path: readonly Certificate[],
  openssl: ClientVerdict = { kind: 'accepted' },
): Extract<Repair, { outcome: 'repaired' }> {
  const until = null;
  return {
    outcome: 'repaired',
    added: added.map((certificate) => ({
      certificate,
      url: 'http://ca.example/i.der',
      revocation: { status: 'good', by: 'crl', until },
    })),
    path,
    openssl,
    pem: { missing: 'PEM of the missing', chain: 'PEM of the chain' },
  };
}

export function hopOf(changes: Partial<HttpHop> = {}): HttpHop {
  return {
    url: `https://${host}/`,
    address: `${ip}:443`,
    protocol: 'HTTP/1.1',
    insteadOfHttp1: null,
    status: 200,
    headers: { date: now.toUTCString(), 'strict-transport-security': 'max-age=31536000' },
    cookieNames: [],
    askedAt: now,
    elapsedMs: 40,
    phases: { queueMs: 0, connectMs: 10, tlsMs: 10, firstByteMs: 20, bodyMs: 1 },
    bodyBytes: 12,
    bodyComplete: true,
    bodyFailure: null,
    quietMs: 0,
    errorText: null,
    ...changes,
  };
}

export function httpFacts(
  hops: readonly Partial<HttpHop>[] = [{}],
  end: HttpFacts['end'] = { kind: 'response' },
  changes: Partial<Pick<HttpFacts, 'cookiesKept' | 'expectedBody'>> = {},
): HttpFacts {
  return { hops: hops.map(hopOf), end, cookiesKept: false, expectedBody: null, ...changes };
}

export function http2Facts(end: Http2Facts['end'] = { kind: 'response', status: 200 }): Http2Facts {
  const { url, address, phases } = hopOf();
  return { url, address, phases, end };
}

type QuicAnswer = QuicFacts['promises'][number]['answers'][number];

/** One promise by Alt-Svc, and what was answered over UDP. */
export function quicFacts(
  outcome: QuicAnswer['outcome'],
  isPublic = false,
  udpGetsOut: boolean | null = null,
): QuicFacts {
  const place = { source: 'Alt-Svc', said: 'h3=":443"; ma=86400', host, port: 443 } as const;
  const answers = [{ address: allowed(ip), isPublic, outcome }];
  return { promises: [{ ...place, answers, notAsked: null }], udpGetsOut };
}

export const healthyFacts: AllFacts = {
  dns: dnsFacts({}, [ip]),
  reach: reachFacts(),
  tcp: tcpFacts(),
  tls: tlsFacts(),
  chain: chainFacts(),
  transparency: transparencyFacts(enoughScts),
  http: httpFacts(),
};
