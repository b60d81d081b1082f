import { watch } from '../../../commands/watch.ts';
import type { Command } from '../../../src/core/command.ts';
import type { Mention } from '../../../src/core/people.ts';
import type { CommandServices } from '../../../src/core/services.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { Endpoint, NewEndpoint, Sighting } from '../../../src/core/watch/endpoint.ts';
import { rowBatches } from '../../../src/monitor/rows-where.ts';
import { pastServices } from '../../../src/services/commands/past-services.ts';
import { openSqliteStore } from '../../../src/store/index.ts';
import { sampleDiagnosis } from '../samples/sample-diagnosis.ts';
import { dayMs } from '../store-fixtures.ts';
import { type ConsoleStage, memoryFeed, openConsole, stageNow } from './console-stage.ts';

export const paula: Mention = { platform: 'console', kind: 'user', id: 'paula', name: 'paula' };
export const oncall: Mention = { platform: 'console', kind: 'user', id: 'pay-oncall', name: 'pay-oncall' };
const home = { platform: 'console', channel: 'console' } as const;

export type PagesStage = ConsoleStage & {
  readonly store: Store;
  /** Watches it; `leftDays` null: it is never looked at. */
  watched(typed: string, leftDays: number | null, change?: WatchedAs): Promise<Endpoint>;
};

export type WatchedAs = {
  readonly endpoint?: Partial<NewEndpoint>;
  readonly sighting?: Partial<Sighting>;
  readonly lifeDays?: number;
  readonly fingerprint256?: string;
};

/** The console with its pages over a real store, at `stageNow`. The commands are those of the watch list and these. */
export async function openPages(
  commands: readonly Command[] = [],
  services: Partial<CommandServices> = {},
): Promise<PagesStage> {
  const store = await openSqliteStore({ path: ':memory:' });
  const now = () => stageNow;
  const { endpoints, rules } = store;
  const stage = await openConsole(
    [watch, ...commands],
    memoryFeed(),
    {
      watchList: {
        add: (endpoint) => endpoints.add(endpoint, now()),
        find: (target) => endpoints.find(target),
        change: (id, change) => endpoints.change(id, change),
        changeAll: (ids, change) => endpoints.changeAll(ids, change),
        remove: (id) => endpoints.remove(id),
        list: () => endpoints.rows(now()),
        batches: () => rowBatches({ endpoints }, now()),
        async look(endpoint) {
          const before = await endpoints.sighting(endpoint.id);
          if (before === null) throw new Error('it was never looked at');
          const sound = { ...before, at: now(), verdict: 'healthy', reason: null, rootCause: null } as const;
          await endpoints.recordLook(sound, [], now());
          return {
            ...sampleDiagnosis,
            target: endpoint.target,
            verdict: 'healthy',
            rootCause: null,
            findings: [],
          };
        },
      },
      rules: { list: () => rules.list(), change: async () => null },
      past: pastServices({
        store: async () => store,
        config: { sweep: { intervalMs: 3_600_000 } } as never,
        log: undefined as never,
        now,
      }),
      ...services,
    },
    {},
    store,
  );
  let made = 0;
  return {
    ...stage,
    store,
    async watched(typed, leftDays, { endpoint = {}, sighting = {}, lifeDays = 90, fingerprint256 } = {}) {
      made += 1;
      const added = await endpoints.add(
        { target: parseTarget(typed), home, owners: [paula], labels: {}, addedBy: 'paula', ...endpoint },
        stageNow,
      );
      if (added === null) throw new Error(`${typed} is there already`);
      if (leftDays === null) return added;
      const notAfter = new Date(stageNow.getTime() + leftDays * dayMs);
      const certificate = {
        fingerprint256: fingerprint256 ?? made.toString(16).padStart(64, 'c'),
        notBefore: new Date(notAfter.getTime() - lifeDays * dayMs),
        notAfter,
        issuer: "Let's Encrypt R11",
        names: [added.target.host],
      };
      const at = new Date(stageNow.getTime() - 17 * 60_000);
      const seen: Sighting = {
        endpointId: added.id,
        at,
        verdict: 'healthy',
        rootCause: null,
        reason: null,
        certificate,
        certificateSeenAt: at,
        served: [{ ...certificate, keyType: 'ec', addresses: ['192.0.2.7:443'] }],
        conditions: [],
        ...sighting,
      };
      await endpoints.recordLook(seen, [], stageNow);
      return added;
    },
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await store.close();
    },
  };
}

/** A fleet with something of everything, as one opens it in the morning. */
export async function morningFleet({ watched, store }: PagesStage): Promise<void> {
  const labels = { team: 'payments', tier: '1' };
  const noCertificate = { certificate: null, certificateSeenAt: null, served: [] };
  await watched('pay.example.com', -2, {
    endpoint: { labels, owners: [oncall, paula] },
    sighting: {
      verdict: 'broken',
      rootCause: 'certificate/expired',
      reason: 'the certificate expired 2 days ago',
    },
  });
  const twin = 'ab'.repeat(32);
  await watched('api.example.com', 3, { endpoint: { labels }, fingerprint256: twin });
  await watched('www.example.com:8443', 3, { endpoint: { labels }, fingerprint256: twin });
  await watched('sso.example.com', 12, { endpoint: { owners: [] } });
  await watched('shop.example.org', 25, { endpoint: { labels: { team: 'shop' } } });
  await watched('smtp://mail.example.org', 47, {});
  await watched('imaps://mail.example.org', 47.5, { lifeDays: 365 });
  await watched('grafana.internal.example', 71, {
    sighting: {
      verdict: 'degraded',
      rootCause: 'chain/missing-intermediate',
      reason: 'the intermediate certificate is not sent',
    },
  });
  await watched('tcp://db.internal.example:5432', 80, {
    sighting: {
      ...noCertificate,
      verdict: 'broken',
      rootCause: 'tcp/refused',
      reason: 'nothing listens on port 5432 at 10.0.3.17',
    },
  });
  await watched('new.example.net', null);
  await watched('far.example.net', 310, { lifeDays: 398 });
  const muted = await watched('lab.example.net', 20, { lifeDays: 45 });
  await store.endpoints.change(muted.id, {
    muted: {
      until: new Date(stageNow.getTime() + 5 * 3_600_000),
      by: paula,
      at: stageNow,
      reason: 'new switches',
    },
  });
}
