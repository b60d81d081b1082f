import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { checks } from './checks/index.ts';
import type { Config } from './config.ts';
import { createMemoryCache } from './core/cache/answer-cache.ts';
import { createLayeredCache } from './core/cache/layered-cache.ts';
import type { Command } from './core/command.ts';
import type { ProbeTarget } from './core/exporter.ts';
import type { Log } from './core/log.ts';
import { createHistory } from './core/past/history.ts';
import type { Queue } from './core/queue.ts';
import type { CommandServices } from './core/services.ts';
import type { ObservationStore } from './core/store/past.ts';
import type { Store } from './core/store/store.ts';
import type { Send } from './core/watch/notification.ts';
import { createDiagnose } from './diagnose/diagnose.ts';
import { createInspectToken } from './diagnose/inspect-token.ts';
import { createCommonClock } from './monitor/timing/common-clock.ts';
import type { Ds } from './net/dnssec/records.ts';
import { parseAnchors, rootAnchors } from './net/dnssec/root-anchors.ts';
import { parseIntrospectionClients } from './oauth/introspection-setting.ts';
import { parseAriDirectories } from './pki/ari/directory-setting.ts';
import { knownVerdicts } from './pki/client/known-verdicts.ts';
import { fixedLogList, type LogListSource, refreshedLogList } from './pki/ct/log-list-source.ts';
import { openLogSearch } from './pki/ct/search/log-search.ts';
import { type ClientIdentity, openClientIdentity } from './pki/identity/client-identity.ts';
import { loadKnownKeys } from './pki/known-keys/known-keys.ts';
import { loadTrustStore, type TrustStore } from './pki/trust/trust-store.ts';
import { probes } from './probes/index.ts';
import { defaultReferenceHosts, parseReferenceHosts } from './probes/vantage/reference-hosts.ts';
import { createVantage } from './probes/vantage/vantage.ts';
import type { CommandHooks } from './services/commands/command-hooks.ts';
import { commandServices } from './services/commands/command-services.ts';
import type { CommandWorld } from './services/commands/command-world.ts';
import { exporterOf } from './services/exporter-of.ts';
import { followRules, readAccessFile } from './services/gate/access-file.ts';
import { createAuditWriter } from './services/gate/audit-writer.ts';
import { createLimits } from './services/gate/limits.ts';
import { openHeartbeat } from './services/heartbeat.ts';
import { onceOpened } from './services/once-opened.ts';
import { openNetwork } from './services/open-network.ts';
import { askOthersIn } from './services/processes/ask-others.ts';
import { createStandstills } from './services/processes/standstills.ts';
import { createReaching } from './services/reaching.ts';
import { readSetting, readText } from './services/setting-files.ts';
import type { Tracing, TracingWorld } from './services/tracing/tracing.ts';
import { webhookSend } from './services/webhook/send.ts';

/** What a process works with. The store opens when it is first asked for: `/check` needs none. */
export type Services = Pick<
  CommandWorld,
  'config' | 'log' | 'now' | 'diagnose' | 'askOthers' | 'searchLogs' | 'store' | 'auditWriter' | 'limits'
> & {
  /** For Prometheus, as blackbox_exporter answers it. */
  readonly probeTarget: ProbeTarget;
  /** Tells HEARTBEAT_URL that a digest arrived, and resolves to why that failed; null: there is none. */
  readonly heartbeat: ((signal: AbortSignal) => Promise<string | null>) | null;
  /** The way out to the webhooks, as a platform has one. */
  readonly sendToWebhook: Send;
  /** What processes hand to each other; opened when it is first asked for. Without DATABASE_URL it is of this thread only. */
  queue(): Promise<Queue>;
  /** For commands; the platform adds its own directory. */
  forCommands(commands: readonly Command[], hooks?: CommandHooks): Omit<CommandServices, 'directory'>;
  close(): Promise<void>;
};

/** `remember`: keeps what was seen last, in place of the store, which only one thread of a process should write for a sweep. */
export type ServiceParts = { readonly remember?: ObservationStore['put'] };

/** Reads the files of trust anchors and checks the settings of the way out: UserError when one is wrong. */
export async function openServices(
  config: Config,
  log: Log,
  { remember }: ServiceParts = {},
): Promise<Services> {
  const own = () => new Date();
  const stopwatch = () => performance.now();
  const clock = createCommonClock({ own, stopwatch, log });
  const { now } = clock;
  const network = openNetwork(config);
  const told = await readAccessFile(config.access.file);
  let commandsThere: readonly Command[] | null = null;
  const rules = followRules(config.access.file, told, () => commandsThere, log, now);
  const ariDirectories = parseAriDirectories(config.ariDirectories);
  const introspectionClients = parseIntrospectionClients(config.introspectionClients);
  const dnssecAnchors = await readAnchors(config.dnssecRootAnchor);
  const referenceHosts = parseReferenceHosts(config.referenceHosts || defaultReferenceHosts);
  const trust = await openTrustStore(config);
  const clients = await openClientIdentities(config, trust);
  const knownKeys = loadKnownKeys(await readSetting('KNOWN_KEYS_FILE', config.knownKeysFile));
  const kept = onceOpened(async () => {
    const opened = await openStore(config, log);
    if (config.databaseUrl !== null) await clock.follow(opened.leases.clock);
    return opened;
  });
  const store = kept.open;
  const queue = onceOpened(async () =>
    (await import('./queue/index.ts')).openQueue(config.databaseUrl, { log }),
  );
  // A check alone makes no store; where there is one, it saves a fetch and tells what changed.
  const storeIfAny = async () =>
    !kept.isOpening() && config.databaseUrl === null && !existsSync(databasePath(config))
      ? null
      : await store();
  const auditWriter = createAuditWriter({
    audit: async () => (await store()).audit,
    auditIfAny: async () => (await storeIfAny())?.audit ?? null,
    log,
  });
  const limitsOfAll = config.databaseUrl === null ? null : { store: async () => (await store()).limits, log };
  const limits = createLimits(config.access, now, limitsOfAll);
  const cache = createLayeredCache({
    memory: createMemoryCache(now),
    answers: async () => (await storeIfAny())?.answers ?? null,
    now,
    log,
  });
  const reaching = createReaching({ network, cache, rules });
  const { ctSearchUrl: setting } = config;
  const { secureContext } = trust;
  const searchLogs =
    setting === null ? null : openLogSearch({ setting, network, secureContext, cache, now, log });
  const from = config.vantageName ?? 'here';
  const history = createHistory({
    async observations() {
      const found = (await storeIfAny())?.observations ?? null;
      return found === null || remember === undefined ? found : { ...found, put: remember };
    },
    from,
    log,
  });
  // This one tells whether the clock of the machine is right.
  const vantage = createVantage({ hosts: referenceHosts, network, trust, now: own, stopwatch });
  const engine = {
    clients,
    world: {
      vantage,
      network,
      trust,
      knownKeys,
      cache,
      logList: openLogList(config, log),
      now,
      ariDirectories,
      dnssecAnchors,
      verdicts: knownVerdicts(trust),
    },
    stopwatch,
    standstills: createStandstills({ stopwatch }),
  };
  const untraced = createDiagnose({
    ...engine,
    reaching,
    probes,
    checks,
    deadlineMs: config.checkTimeoutMs,
    scanDeadlineMs: config.scanTimeoutMs,
    history,
    from,
  });
  const tracing = await tracingOf(config, { network, trust, stopwatch, log });
  const diagnose = tracing === null ? untraced : tracing.traced(untraced);
  const askOthers = askOthersIn({ config, store, now, log });
  const inspectToken = createInspectToken({
    ...{ diagnose, checks, network, reaching, trust, introspectionClients, now },
  });
  return {
    config,
    log,
    now,
    diagnose,
    askOthers,
    probeTarget: exporterOf(engine, config),
    searchLogs,
    heartbeat: openHeartbeat(config, network, trust),
    sendToWebhook: webhookSend({ hooks: config.webhooks, network, trust, now }),
    store,
    auditWriter,
    limits,
    queue: queue.open,
    forCommands(commands, hooks = {}) {
      commandsThere = commands;
      return commandServices({
        config,
        log,
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
        hooks,
        trust,
        knownKeys,
        network,
        vantage,
      });
    },
    async close() {
      await Promise.all([auditWriter.close(), cache.settled(), history.settled(), tracing?.close()]);
      await queue.close();
      clock.stop();
      await kept.close();
    },
  };
}

/** Loaded only where a collector is named. */
async function tracingOf({ tracing }: Config, world: Omit<TracingWorld, 'tracing'>): Promise<Tracing | null> {
  if (tracing === null) return null;
  const { openTracing } = await import('./services/tracing/tracing.ts');
  return openTracing({ tracing, ...world });
}

async function openTrustStore({ extraCaFile, mozillaCaFile }: Config): Promise<TrustStore> {
  return loadTrustStore({
    extraCaPem: await readText('EXTRA_CA_FILE', extraCaFile),
    mozillaCaPem: await readText('MOZILLA_CA_FILE', mozillaCaFile),
    nodeVersion: process.versions.node,
  });
}

/** DS lines, or the file that holds them. */
async function readAnchors(setting: string | null): Promise<readonly Ds[]> {
  if (setting === null) return rootAnchors();
  if (/\b(DS|DNSKEY)\s+\d/i.test(setting)) return parseAnchors(setting);
  return parseAnchors((await readText('DNSSEC_ROOT_ANCHOR', setting)) ?? '');
}

async function openClientIdentities(
  { clientCertificates }: Config,
  trust: TrustStore,
): Promise<ReadonlyMap<string, ClientIdentity>> {
  const opened = clientCertificates.map(async ({ name, setting, file, keyFile, password }) => {
    const bytes = await readSetting(setting, file);
    const key = await readSetting(`${setting}_KEY`, keyFile);
    return [
      name,
      openClientIdentity({ name, setting, file: bytes ?? Buffer.alloc(0), key, password }, trust),
    ] as const;
  });
  return new Map(await Promise.all(opened));
}

function openLogList({ ctLogList }: Config, log: Log): LogListSource {
  return ctLogList === null
    ? fixedLogList()
    : refreshedLogList(ctLogList, (problem) => log.warn({ ctLogList }, problem));
}

async function openStore(config: Config, log: Log): Promise<Store> {
  // The SQL library costs a quarter of a cold start, and `notafter check` needs no store.
  const stores = await import('./store/index.ts');
  const store = await stores.openStore(config.databaseUrl ?? databasePath(config), {
    log,
    longestGapMs: 2 * config.sweep.intervalMs,
  });
  return stores.withWebhooks(store, config.webhooks);
}

function databasePath({ dataDir }: Config): string {
  return join(dataDir, 'notafter.db');
}
