import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { reachOf } from '../../../src/core/access/reach.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Place } from '../../../src/core/people.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { openEngine, realNow } from '../diagnosing.ts';
import { startDnsServer, type TestDnsServer } from '../dns-server.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from '../farm/http-server.ts';
import { startListener } from '../farm/listener.ts';
import { identityOf } from '../farm/tls-server.ts';
import { noSignal } from '../loopback.ts';

/** The address that nobody may be led to; its neighbours of 127.0.0.0/16 stand for the public internet. */
export const inside = '127.66.0.1';

/** Who may look there, by ACCESS_FILE, and who may not. */
export const insiders: Place = { platform: 'slack', channel: 'C0INSIDE' };
export const outsiders: Place = { platform: 'slack', channel: 'C0OUTSIDE' };

export type Urls = { readonly caIssuers?: string; readonly ocsp?: string; readonly crl?: string };

export type InwardWorld = AsyncDisposable & {
  /** Where the trap listens, over TCP and over UDP. */
  readonly port: number;
  readonly udpPort: number;
  /** How often somebody came. */
  visits(): number;
  /** Read at each query. */
  readonly dns: TestDnsServer;
  /** A server of the "public" internet, in the clear; its port. */
  serve(answer: HttpAnswer): Promise<number>;
  /** The same over TLS as site.test, with these URLs in its certificate; `alone` leaves the intermediate out. */
  serveTls(answer: HttpAnswer, urls?: Urls & { readonly alone?: boolean }): Promise<number>;
  /** Diagnoses what somebody typed, all the way up; a target that is refused at once was not followed either. */
  look(typed: string): Promise<void>;
};

/**
 * What is tried is asked from a channel that may not look inside, or (`open`) from one that may, to see that it leads there at all.
 */
export async function openInwardWorld({ open }: { readonly open: boolean }): Promise<InwardWorld> {
  const stack = new AsyncDisposableStack();
  let datagrams = 0;
  const trap = stack.use(await startListener((socket) => socket.destroy(), { host: inside }));
  const udp = createSocket('udp4').on('message', () => {
    datagrams += 1;
  });
  udp.bind(0, inside);
  await once(udp, 'listening');
  stack.defer(() => new Promise<void>((closed) => udp.close(() => closed())));
  const dns = stack.use(
    await startDnsServer({
      records: { 'site.test': { A: ['127.0.0.1'] }, 'inside.test': { A: [inside] } },
    }),
  );
  const root = forgeRoot({ now: realNow });
  const authority = forgeIntermediate(root, { now: realNow });
  const engine = openEngine({
    allowedNetworks: ['127.0.0.0/16'],
    networks: [{ places: [insiders], rank: null, allow: ['127.66.0.0/16'] }],
    anchorsPem: root.pem,
    dnsServers: [dns.address],
    deadlineMs: 3000,
  });
  const keep = async (server: Promise<HttpServer>): Promise<number> => stack.use(await server).port;
  return {
    port: trap.port,
    udpPort: udp.address().port,
    visits: () => trap.connections() + datagrams,
    dns,
    serve: (answer) => keep(startHttpServer(answer)),
    serveTls(answer, { alone = false, caIssuers, ocsp, crl } = {}) {
      const leaf = forgeLeaf(authority, {
        now: realNow,
        dns: ['site.test'],
        ...(caIssuers === undefined ? {} : { caIssuers: [caIssuers] }),
        ...(ocsp === undefined ? {} : { ocsp: [ocsp] }),
        ...(crl === undefined ? {} : { crl: [crl] }),
      });
      return keep(startHttpServer(answer, identityOf(leaf, ...(alone ? [] : [authority]))));
    },
    async look(typed) {
      try {
        const reach = reachOf(open ? insiders : outsiders);
        await engine(parseTarget(typed), { depth: 'all', signal: noSignal(), reach });
      } catch (thrown) {
        if (!(thrown instanceof UserError)) throw thrown;
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
