import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../core/log.ts';
import type { Store } from '../core/store/store.ts';
import { parseTarget } from '../core/target.ts';
import type { CanaryFailure } from '../core/watch/canary.ts';
import type { Endpoint } from '../core/watch/endpoint.ts';
import { sweep } from '../monitor/looking/sweep.ts';
import { inMemory, openSqliteStore } from '../store/index.ts';
import { canaryEngine, type EngineParts } from './engine.ts';
import { type Authority, type Forged, forgeAuthority, forgeLeaf, forgeRevocations } from './forge.ts';
import { judgeCanary } from './judge-canary.ts';
import { canaryAddress, type Listener, listenWith, publish } from './listeners.ts';

export type Canary = EngineParts & { readonly signal: AbortSignal; readonly log: Log };

const dayMs = 86_400_000;
const ip = [127, 0, 0, 1] as const;

type Birds = { readonly expired: Forged; readonly revoked: Forged; readonly healthy: Forged };

/**
 * Stands up three servers on loopback, one whose certificate ends while it runs, one whose certificate is revoked and one
 * that is well, and watches them as everything is watched: real sockets and handshakes, all probes and rules, the sweep,
 * the states and the outbox of a store of its own in memory. Returns what was told wrongly. Throws
 * when it could not be made, or was stopped; leaves no port open either way.
 */
export async function runCanary(canary: Canary): Promise<readonly CanaryFailure[]> {
  const { now, signal } = canary;
  await using cleanup = new AsyncDisposableStack();
  const root = forgeAuthority({ notBefore: at(now(), -dayMs), notAfter: at(now(), 400 * dayMs) });
  let revocations: Buffer = Buffer.alloc(0);
  const opened = async (listening: Promise<Listener>) => cleanup.use(await listening);
  const list = await opened(publish(() => revocations));
  const birds = hatch(root, now(), `http://${canaryAddress}:${list.port}/canary.crl`);
  revocations = forgeRevocations(root, [birds.revoked], {
    notBefore: at(now(), -dayMs),
    notAfter: at(now(), dayMs),
  });
  const ports = {
    expired: (await opened(listenWith(birds.expired))).port,
    revoked: (await opened(listenWith(birds.revoked))).port,
    healthy: (await opened(listenWith(birds.healthy))).port,
  };
  const store = await openSqliteStore({ path: inMemory });
  cleanup.defer(() => store.close());
  const endpoints = {
    expired: await watch(store, ports.expired, now()),
    revoked: await watch(store, ports.revoked, now()),
    healthy: await watch(store, ports.healthy, now()),
  };
  const diagnose = canaryEngine(canary, root.der, new Set([list.port, ...Object.values(ports)]));
  // By the wall, not by the clock that is being tried: one that stands still never sees it end.
  await wait(endsWithinMs + 200, undefined, { signal });
  const { log } = canary;
  await sweep({ store, diagnose, now, signal, log, concurrency: 3 });
  signal.throwIfAborted();
  // Awaited here, while the store is still open.
  return await judgeCanary(store, endpoints, now());
}

/** The certificate of the first is valid when it is made and has ended when it is looked at. */
const endsWithinMs = 1000;

function hatch(root: Authority, now: Date, crlUrl: string): Birds {
  const well = { ip, crlUrl, notBefore: at(now, -10 * dayMs), notAfter: at(now, 80 * dayMs) };
  // Certificates count in whole seconds.
  const end = new Date(Math.ceil((now.getTime() + 1) / 1000) * 1000);
  return {
    expired: forgeLeaf(root, { ...well, notBefore: at(now, -89 * dayMs), notAfter: end }),
    revoked: forgeLeaf(root, well),
    healthy: forgeLeaf(root, well),
  };
}

async function watch(store: Store, port: number, now: Date): Promise<Endpoint> {
  const endpoint = await store.endpoints.add(
    {
      target: parseTarget(`https://${canaryAddress}:${port}`),
      home: { platform: 'console', channel: 'canary' },
      owners: [],
      labels: {},
      addedBy: 'canary',
    },
    now,
  );
  if (endpoint === null) throw new Error('two listeners of the canary have one port');
  return endpoint;
}

function at(from: Date, ms: number): Date {
  return new Date(from.getTime() + ms);
}
