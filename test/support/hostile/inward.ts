import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { reachOf } from '../../../src/core/access/reach.ts';
import type { Depth } from '../../../src/core/depth.ts';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Place } from '../../../src/core/people.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { ExtensionSpec } from '../certificates/extensions.ts';
import { type Forged, forgeIntermediate, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { type EngineSettings, openEngine, realNow } from '../diagnosing.ts';
import { startDnsServer, type TestDnsServer } from '../dns/dns-server.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from '../farm/http-server.ts';
import { startListener } from '../farm/listener.ts';
import { identityOf } from '../farm/tls-server.ts';
import { noSignal } from '../loopback.ts';
import { type NameServer, startNameServers } from '../name-servers/start.ts';

/** The address that nobody may be led to; its neighbours of 127.0.0.0/16 stand for the public internet. */
export const inside = '127.66.0.1';

/** With the networks that metadata services stand in: these need their own exact entries. */
const opened = ['127.66.0.0/16', '169.254.0.0/16', '100.64.0.0/10', 'fd00::/8'];

/** Who may look there, by ACCESS_FILE, and who may not. */
export const insiders: Place = { platform: 'slack', channel: 'C0INSIDE' };
export const outsiders: Place = { platform: 'slack', channel: 'C0OUTSIDE' };

export type Urls = { readonly caIssuers?: string; readonly ocsp?: string; readonly crl?: string };

export type Served = Urls & {
  /** Leaves the intermediate out. */
  readonly alone?: boolean;
  /** What signs the leaf, in place of the authority, which it lies below. */
  readonly above?: Forged;
  readonly dns?: readonly string[];
  readonly names?: readonly string[];
  readonly extensions?: readonly ExtensionSpec[];
};

export type LookSettings = Pick<
  EngineSettings,
  'ariDirectories' | 'challengePort' | 'nameserverPort' | 'dnsServers' | 'deadlineMs'
> & { readonly depth?: Depth };

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
  /** The same over TLS as site.test, with these URLs in its certificate. */
  serveTls(answer: HttpAnswer, served?: Served): Promise<number>;
  /** Who signs what `serveTls` serves, without a URL of its own. */
  readonly authority: Forged;
  /** Name servers on addresses of their own, and the trap among them: it is silent, and counts who asks. Their port. */
  serveNames(servers: Readonly<Record<string, NameServer>>): Promise<number>;
  /** Diagnoses what somebody typed, all the way up; a target that is refused at once was not followed either. */
  look(typed: string, settings?: LookSettings): Promise<Diagnosis | null>;
};

/**
 * What is tried is asked from a channel that may not look inside, or (`open`) from one that may, to see that it leads there at all.
 */
export async function openInwardWorld({ open }: { readonly open: boolean }): Promise<InwardWorld> {
  const stack = new AsyncDisposableStack();
  let datagrams = 0;
  const asked: (readonly unknown[])[] = [];
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
  const keep = async (server: Promise<HttpServer>): Promise<number> => stack.use(await server).port;
  return {
    port: trap.port,
    udpPort: udp.address().port,
    visits: () => trap.connections() + datagrams + asked.reduce((sum, queries) => sum + queries.length, 0),
    dns,
    authority,
    serve: (answer) => keep(startHttpServer(answer)),
    serveTls(answer, { alone = false, above, names = [], extensions = [], ...urls } = {}) {
      const issuers = above === undefined ? [authority] : [above, authority];
      const { dns: hosts = ['site.test'] } = urls;
      const leaf = forgeLeaf(above ?? authority, {
        now: realNow,
        dns: hosts,
        names,
        extensions,
        ...listed(urls),
      });
      return keep(startHttpServer(answer, identityOf(leaf, ...(alone ? [] : issuers))));
    },
    async serveNames(servers) {
      const started = stack.use(await startNameServers({ ...servers, [inside]: { manner: () => null } }));
      asked.push(started.queries.get(inside) ?? []);
      return started.port;
    },
    async look(typed, { depth = 'all', ...settings } = {}) {
      const engine = openEngine({
        allowedNetworks: ['127.0.0.0/16'],
        networks: [{ places: [insiders], rank: null, allow: opened }],
        anchorsPem: root.pem,
        dnsServers: [dns.address],
        deadlineMs: 10_000,
        ...settings,
      });
      try {
        const reach = reachOf(open ? insiders : outsiders);
        return await engine(parseTarget(typed), { depth, signal: noSignal(), reach });
      } catch (thrown) {
        if (!(thrown instanceof UserError)) throw thrown;
        return null;
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function listed({ caIssuers, ocsp, crl }: Urls) {
  return {
    ...(caIssuers === undefined ? {} : { caIssuers: [caIssuers] }),
    ...(ocsp === undefined ? {} : { ocsp: [ocsp] }),
    ...(crl === undefined ? {} : { crl: [crl] }),
  };
}
