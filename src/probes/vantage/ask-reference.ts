import type { ClockVoice, ReferenceFacts } from '../../core/vantage/vantage.ts';
import { handshake } from '../../net/handshake.ts';
import { requestPinned } from '../../net/http/request.ts';
import type { Network } from '../../net/network.ts';
import type { AllowedAddress } from '../../net/policy.ts';
import { isLocalAddress } from '../../net/special-ranges.ts';
import type { TrustStore } from '../../pki/trust/trust-store.ts';
import { issuerOfChain } from './issuer-of.ts';
import type { ReferenceHost } from './reference-hosts.ts';
import type { Patience } from './shared-look.ts';

export type VantageWorld = {
  readonly network: Network;
  readonly trust: TrustStore;
  readonly now: () => Date;
};

/** RFC 9110 §15: any status will do, it is the Date that is wanted. */
const mostBodyBytes = 4096;
/** Date has whole seconds: the middle of one is the best guess. */
const halfSecondMs = 500;

/** Connects, shakes hands and asks for the head of "/", at most so long; what came by then is told. */
export async function askReference(
  { host, name, port }: ReferenceHost,
  address: AllowedAddress,
  world: VantageWorld,
  { patienceMs, signal }: Patience,
): Promise<ReferenceFacts> {
  const begun = performance.now();
  const leftMs = () => Math.max(1, patienceMs - (performance.now() - begun));
  const { ip } = address;
  const local = isLocalAddress(ip);
  const dialled = await world.network.dial(address, { signal, timeoutMs: leftMs() });
  const base = { host, name, ip, port, local, elapsedMs: dialled.elapsedMs };
  if (!dialled.connected)
    return { ...base, connected: false, failure: dialled.failure, clock: null, issuer: null };
  const [issuer, clock] = await Promise.all([issuerSeen(), clockSeen()]);
  return { ...base, connected: true, failure: null, clock, issuer };

  async function issuerSeen(): Promise<ReferenceFacts['issuer']> {
    if (!dialled.connected) return null;
    if (port === 80) {
      dialled.socket.destroy();
      return null;
    }
    const outcome = await handshake(dialled.socket, {
      serverName: name,
      alpn: ['http/1.1'],
      secureContext: world.trust.secureContext,
      timeoutMs: leftMs(),
      signal,
    });
    const chain = outcome.completed ? outcome.session.chain : outcome.failure.chain;
    return issuerOfChain(chain, { trust: world.trust, now: world.now() });
  }

  async function clockSeen(): Promise<ClockVoice | null> {
    const outcome = await requestPinned({
      url: urlOf({ host, port, ip }),
      address,
      serverName: name,
      secureContext: world.trust.secureContext,
      // Our own clock may be why its certificate looks wrong, and two of them have to agree.
      rejectUnauthorized: false,
      method: 'HEAD',
      headers: {},
      maxBodyBytes: mostBodyBytes,
      timeoutMs: leftMs(),
      signal,
    });
    if (!outcome.responded) return null;
    const { date = '', age } = outcome.response.headers;
    const theirs = Date.parse(date);
    // A stored response carries the Date of its making (RFC 9111 §4.2.3).
    if (Number.isNaN(theirs) || (age !== undefined && age !== '0')) return null;
    const source = host === ip ? ip : `${host} (${ip})`;
    return { source, party: host, offsetMs: theirs + halfSecondMs - world.now().getTime() };
  }
}

function urlOf({
  host,
  port,
  ip,
}: {
  readonly host: string;
  readonly port: number;
  readonly ip: string;
}): URL {
  const authority = host === ip && ip.includes(':') ? `[${ip}]` : host;
  return new URL(`${port === 80 ? 'http' : 'https'}://${authority}:${port}/`);
}
