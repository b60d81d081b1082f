import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { gradesOf } from './checks/grade/tls-grade.ts';
import { checks } from './checks/index.ts';
import type { Config } from './config.ts';
import { createMemoryCache } from './core/cache/answer-cache.ts';
import { createLayeredCache } from './core/cache/layered-cache.ts';
import type { Command } from './core/command.ts';
import { reasonOf, UserError } from './core/errors.ts';
import type { Log } from './core/log.ts';
import { createHistory } from './core/past/history.ts';
import type { CommandServices, Diagnose } from './core/services.ts';
import type { Store } from './core/store.ts';
import type { InspectToken } from './core/token-report.ts';
import { createDiagnose } from './diagnose/diagnose.ts';
import { factsIn } from './diagnose/facts-in.ts';
import { createInspectToken } from './diagnose/inspect-token.ts';
import { composeDigest } from './monitor/digest.ts';
import { lookAt } from './monitor/look.ts';
import { setDigest } from './monitor/schedule.ts';
import { createDnsClient } from './net/dns/client.ts';
import { parseDnsServers, systemDnsServers } from './net/dns/servers.ts';
import type { Ds } from './net/dnssec/records.ts';
import { parseAnchors, rootAnchors } from './net/dnssec/root-anchors.ts';
import { openHostsFile } from './net/hosts-file.ts';
import { createNetwork, type Network } from './net/network.ts';
import { parseNetworks, parsePorts } from './net/networks.ts';
import { createAddressPolicy, defaultDeniedPorts } from './net/policy.ts';
import { parseIntrospectionClients } from './oauth/introspection-setting.ts';
import { parseAriDirectories } from './pki/ari/directory-setting.ts';
import { fixedLogList, type LogListSource, refreshedLogList } from './pki/ct/log-list-source.ts';
import { type ClientIdentity, openClientIdentity } from './pki/identity/client-identity.ts';
import { type KnownKeys, loadKnownKeys } from './pki/known-keys/known-keys.ts';
import { loadTrustStore, type TrustStore } from './pki/trust/trust-store.ts';
import { probes } from './probes/index.ts';
import { inspectVantage } from './probes/vantage/inspect.ts';
import { defaultReferenceHosts, parseReferenceHosts } from './probes/vantage/reference-hosts.ts';
import { createVantage, type Vantage } from './probes/vantage/vantage.ts';

/** What a process works with. The store opens when it is first asked for: `/check` needs none. */
export type Services = {
  readonly config: Config;
  readonly log: Log;
  readonly now: () => Date;
  readonly diagnose: Diagnose;
  store(): Promise<Store>;
  /** For commands; the platform adds its own directory. */
  forCommands(commands: readonly Command[], hooks?: CommandHooks): Omit<CommandServices, 'directory'>;
  close(): Promise<void>;
};

/** Lets the bot act at once on what a command did; without them it finds out within seconds. */
export type CommandHooks = {
  /** A look may have queued an alarm. */
  onLook?(): void;
  /** A digest was scheduled or moved. */
  onSchedule?(): void;
};

/** Reads the files of trust anchors and checks the settings of the way out: UserError when one is wrong. */
export async function openServices(config: Config, log: Log): Promise<Services> {
  const now = () => new Date();
  const network = openNetwork(config);
  const ariDirectories = parseAriDirectories(config.ariDirectories);
  const introspectionClients = parseIntrospectionClients(config.introspectionClients);
  const dnssecAnchors = await readAnchors(config.dnssecRootAnchor);
  const referenceHosts = parseReferenceHosts(config.referenceHosts || defaultReferenceHosts);
  const trust = await openTrustStore(config);
  const clients = await openClientIdentities(config, trust);
  const knownKeys = loadKnownKeys(await readSetting('KNOWN_KEYS_FILE', config.knownKeysFile));
  let opened: Promise<Store> | null = null;
  const store = () => {
    opened ??= openStore(config, log);
    return opened;
  };
  // A check alone makes no store; where there is one, it saves a fetch and tells what changed.
  const storeIfAny = async () =>
    opened === null && !existsSync(databasePath(config)) ? null : await store();
  const cache = createLayeredCache({
    memory: createMemoryCache(now),
    answers: async () => (await storeIfAny())?.answers ?? null,
    now,
    log,
  });
  const from = config.vantageName ?? 'here';
  const history = createHistory({
    observations: async () => (await storeIfAny())?.observations ?? null,
    from,
    log,
  });
  const stopwatch = () => performance.now();
  const vantage = createVantage({ hosts: referenceHosts, network, trust, now, stopwatch });
  const diagnose = createDiagnose({
    probes,
    checks,
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
    },
    stopwatch,
    deadlineMs: config.checkTimeoutMs,
    scanDeadlineMs: config.scanTimeoutMs,
    history,
    from,
  });
  const inspectToken = createInspectToken({ diagnose, checks, network, trust, introspectionClients, now });
  return {
    config,
    log,
    now,
    diagnose,
    store,
    forCommands: (commands, hooks = {}) =>
      commandServices({
        config,
        log,
        now,
        diagnose,
        inspectToken,
        store,
        commands,
        hooks,
        trust,
        knownKeys,
        network,
        vantage,
      }),
    async close() {
      await Promise.all([cache.settled(), history.settled()]);
      // One that could not be opened was told to whoever wanted it.
      const open = await opened?.catch(() => null);
      await open?.close();
    },
  };
}

function openNetwork(config: Config): Network {
  const policy = createAddressPolicy({
    allowedNetworks: parseNetworks(config.allowedNetworks),
    deniedPorts: config.deniedPorts === '' ? defaultDeniedPorts : parsePorts(config.deniedPorts),
  });
  const servers = config.dnsServers === '' ? systemDnsServers() : parseDnsServers(config.dnsServers);
  return createNetwork({ policy, dns: createDnsClient({ servers }), hosts: openHostsFile(config.hostsFile) });
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

async function readText(setting: string, path: string | null): Promise<string | null> {
  return (await readSetting(setting, path))?.toString('utf8') ?? null;
}

async function readSetting(setting: string, path: string | null): Promise<Buffer | null> {
  if (path === null) return null;
  try {
    return await readFile(path);
  } catch (thrown) {
    throw new UserError(`${setting} cannot be read: ${reasonOf(thrown)}`);
  }
}

function openLogList({ ctLogList }: Config, log: Log): LogListSource {
  return ctLogList === null
    ? fixedLogList()
    : refreshedLogList(ctLogList, (problem) => log.warn({ ctLogList }, problem));
}

async function openStore(config: Config, log: Log): Promise<Store> {
  // The SQL library costs a quarter of a cold start, and `notafter check` needs no store.
  const { openSqliteStore } = await import('./store/index.ts');
  return openSqliteStore({ path: databasePath(config), log });
}

function databasePath({ dataDir }: Config): string {
  return join(dataDir, 'notafter.db');
}

type CommandWorld = Pick<Services, 'config' | 'log' | 'now' | 'diagnose' | 'store'> & {
  readonly network: Network;
  readonly vantage: Vantage;
  readonly trust: TrustStore;
  readonly knownKeys: KnownKeys;
  readonly inspectToken: InspectToken;
  readonly hooks: CommandHooks;
  readonly commands: readonly Command[];
};

function commandServices({
  config,
  log,
  hooks,
  now,
  diagnose,
  inspectToken,
  store,
  commands,
  trust,
  knownKeys,
  network,
  vantage,
}: CommandWorld): Omit<CommandServices, 'directory'> {
  return {
    now,
    zone: config.zone,
    diagnose,
    inspectToken,
    ladder: probes,
    pages: checks.map((check) => check.page),
    clientNames: config.clientCertificates.map(({ name }) => name),
    async readCertificates(bytes, { password, signal }) {
      // The readers of key stores cost a cold start more than most commands need.
      const [{ readFile: readContents }, { reportFile }, { askClients }, { publicSecretsIn }] =
        await Promise.all([
          import('./pki/files/read-file.ts'),
          import('./pki/report/report-file.ts'),
          import('./pki/report/ask-clients.ts'),
          import('./pki/report/public-secrets.ts'),
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
      change: async (id, change) => (await store()).endpoints.change(id, change),
      remove: async (id) => (await store()).endpoints.remove(id),
      list: async () => (await store()).endpoints.rows(now()),
      async look(endpoint, signal) {
        const diagnosis = await lookAt(endpoint, { diagnose, store: await store(), now, signal });
        hooks.onLook?.();
        return diagnosis;
      },
    },
    digests: {
      get: async (place) => (await store()).digests.get(place),
      async set(schedule) {
        await setDigest(await store(), schedule, now());
        hooks.onSchedule?.();
      },
      remove: async (place) => (await store()).digests.remove(place),
      compose: async (place, zone, signal) =>
        composeDigest({ store: await store(), place, zone: zone ?? config.zone, diagnose, now, signal, log }),
    },
    inspectVantage: (signal) => inspectVantage({ vantage, network, trust, now, signal }),
    commandNames: () => commands.map(({ name, summary, examples }) => ({ name, summary, examples })),
  };
}
