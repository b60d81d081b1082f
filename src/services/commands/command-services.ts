import { gradesOf } from '../../checks/grade/tls-grade.ts';
import { checks } from '../../checks/index.ts';
import type { CommandServices } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import { factsIn } from '../../diagnose/facts-in.ts';
import { withAlarms } from '../../monitor/alarms/of-endpoint.ts';
import { calendarServices } from '../../monitor/calendar/calendars.ts';
import { lastCanary } from '../../monitor/canary.ts';
import { lookAt } from '../../monitor/looking/look.ts';
import { rowBatches, rowsWhere } from '../../monitor/rows-where.ts';
import { probes } from '../../probes/index.ts';
import { inspectVantage } from '../../probes/vantage/inspect.ts';
import { createGate } from '../gate/gate.ts';
import { webhookServices } from '../webhook/webhooks.ts';
import { alarmServices } from './alarm-services.ts';
import { auditServices } from './audit-services.ts';
import { withinWatchBounds } from './bounded-watch.ts';
import { breakerServices } from './breaker.ts';
import type { CommandWorld } from './command-world.ts';
import { consoleUrlOf } from './console-url.ts';
import { detailServices } from './detail-services.ts';
import { digestServices } from './digest-services.ts';
import { followServices } from './follow-services.ts';
import { createHomeGuard } from './home-guard.ts';
import { homeServices } from './home-services.ts';
import { joinedDiagnose } from './joined-diagnose.ts';
import { listServices } from './list-services.ts';
import { onBehalf } from './on-behalf.ts';
import { pastServices } from './past-services.ts';
import { renewalServices } from './renewal-services.ts';
import { ruleServices } from './rule-services.ts';
import { suggestServices } from './suggest-services.ts';
import { vantageServices } from './vantage-services.ts';

export function commandServices({
  config,
  log,
  hooks,
  now,
  diagnose,
  askOthers,
  searchLogs,
  inspectToken,
  store,
  auditWriter,
  limits,
  rules,
  reaching,
  storeIfAny,
  commands,
  trust,
  knownKeys,
  network,
  vantage,
}: CommandWorld): Omit<CommandServices, 'directory'> {
  const look: CommandServices['watchList']['look'] = async (endpoint, signal, onResult) => {
    const showing: typeof diagnose = (target, options) =>
      diagnose(target, onResult === undefined ? options : { ...options, onResult });
    const watcher = {
      ...{ diagnose: showing, store: await store(), now, signal, askOthers },
      serverZone: config.zone,
    };
    const diagnosis = await lookAt(endpoint, watcher);
    hooks.onLook?.();
    return diagnosis;
  };
  async function withOpenAlarms<T>(ids: readonly string[], act: (store: Store) => Promise<T>): Promise<T> {
    const open = await store();
    const raising = { store: open, now, serverZone: config.zone };
    const done = await withAlarms(ids, () => act(open), raising);
    hooks.onLook?.();
    hooks.onChange?.('alarms');
    return done;
  }
  const pages = checks.map((check) => check.page);
  const vantages = vantageServices({ config, store, diagnose, network, reaching, now });
  const guard = createHomeGuard({ reaching, rules });
  return {
    gate: createGate({
      ...{ log, now, audit: auditWriter },
      rules,
      onBehalf: (services, reach) => onBehalf({ guard, store, now }, services, reach),
      watchBounds: (services) => withinWatchBounds({ store, bounds: config.watchBounds }, services),
      limits,
    }),
    now,
    zone: config.zone,
    diagnose: joinedDiagnose(diagnose, () => performance.now()),
    inspectToken,
    ladder: probes,
    pages,
    clientNames: config.clientCertificates.map(({ name }) => name),
    async readCertificates(bytes, { password, signal }) {
      // The readers of key stores cost a cold start more than most commands need.
      const [{ readFile: readContents }, { reportFile }, { askClients }, { publicSecretsIn }] =
        await Promise.all([
          import('../../pki/files/read-file.ts'),
          import('../../pki/report/report-file.ts'),
          import('../../pki/report/ask-clients.ts'),
          import('../../pki/report/public-secrets.ts'),
        ]);
      const contents = await readContents(bytes, { password: password ?? undefined, signal });
      const report = await askClients(reportFile(contents, { store: trust, now: now() }), trust, signal);
      return { ...report, publicSecrets: publicSecretsIn(report, knownKeys) };
    },
    gradeTls({ results, findings }) {
      const scan = factsIn(results, 'tls-scan');
      return scan === undefined ? [] : gradesOf(scan, findings);
    },
    watchList: {
      add: async (endpoint) => (await store()).endpoints.add(endpoint, now()),
      find: async (target) => (await store()).endpoints.find(target),
      change: (id, change) => withOpenAlarms([id], ({ endpoints }) => endpoints.change(id, change)),
      changeAll: (ids, change) => withOpenAlarms(ids, ({ endpoints }) => endpoints.changeAll(ids, change)),
      remove: (id) => withOpenAlarms([id], ({ endpoints }) => endpoints.remove(id)),
      // With a turn for everybody else between two batches.
      list: async () => rowsWhere(await store(), now(), () => true),
      async *batches() {
        yield* rowBatches(await store(), now());
      },
      look,
    },
    alarms: alarmServices({ store, now, hooks, look }),
    rules: ruleServices({ store, now, hooks }),
    audit: auditServices(store, now),
    digests: digestServices({ config, log, hooks, now, diagnose, store }),
    follows: followServices({ store, now, diagnose, log, hooks }),
    breaker: breakerServices(store, now, hooks),
    past: pastServices({ store, config, log, now }),
    lists: listServices({ store, config, now, hooks }),
    calendars: calendarServices(store, { now, consoleUrl: consoleUrlOf(config) }),
    webhooks: webhookServices({ hooks: config.webhooks, network, trust, now }),
    async lastCanary() {
      if (!config.canary) return 'off';
      const kept = await storeIfAny();
      return kept === null ? null : lastCanary(kept.marks);
    },
    renewals: renewalServices({ diagnose, searchLogs, now, storeIfAny }),
    inspectVantage: (signal) => inspectVantage({ vantage, network, trust, now, signal }),
    details: detailServices(store, now),
    homeOf: homeServices(store, now),
    vantages,
    suggest: suggestServices({ store, pages, log, vantages: vantages.names }),
    commandPages: () => commands,
  };
}
