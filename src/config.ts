import type { z } from 'zod';
import { withSslMode } from './core/database-url.ts';
import { isLoopbackHost, openDoor } from './core/doors/console-door.ts';
import { reasonOf, UserError } from './core/errors.ts';
import { type WebhookSetting, webhooksFrom } from './core/hook/setting.ts';
import type { Place } from './core/people.ts';
import { type Role, roles } from './core/roles.ts';
import { type ClientCertificateSetting, clientName } from './core/target/client-names.ts';
import type { WatchBounds } from './core/watch/watch-bounds.ts';
import { misspeltSettings } from './settings/misspelt.ts';
import { type Environment, isSecretSetting, secretsIn, withSecretFiles } from './settings/secret-files.ts';
import { secretNames, settings } from './settings.ts';

export type Config = {
  readonly slack: {
    readonly botToken: string;
    readonly appToken: string | null;
    readonly signingSecret: string | null;
    readonly apiUrl: string | null;
    readonly port: number;
  } | null;
  readonly discord: {
    readonly token: string;
    readonly guildId: string | null;
    readonly apiUrl: string | null;
    /** Null: interactions come over the gateway. */
    readonly publicKey: string | null;
    readonly layout: 'components' | 'embeds';
  } | null;
  readonly console: {
    readonly host: string;
    readonly port: number;
    /** Null: whoever reaches it may use it. */
    readonly token: string | null;
    /** Null: the page is opened where it listens. */
    readonly url: string | null;
    /** Whether a port was named: a process that is no bot listens only then. */
    readonly isAsked: boolean;
  };
  /** What this process does; all of it unless it was told otherwise. */
  readonly roles: readonly Role[];
  readonly dataDir: string;
  /** PostgreSQL in place of a file there; it holds a password. Null: the file. */
  readonly databaseUrl: string | null;
  readonly allowedNetworks: string;
  readonly deniedPorts: string;
  readonly dnsServers: string;
  readonly hostsFile: string;
  /** DS lines or a file of them; null: IANA's. */
  readonly dnssecRootAnchor: string | null;
  readonly extraCaFile: string | null;
  readonly knownKeysFile: string | null;
  readonly mozillaCaFile: string | null;
  readonly ariDirectories: string;
  /** As written; `parseIntrospectionClients` reads it. */
  readonly introspectionClients: string;
  /** File or https URL; null: the bundled list. */
  readonly ctLogList: string | null;
  /** As written; `parseSearchUrl` reads it. Null: nobody is asked. */
  readonly ctSearchUrl: string | null;
  readonly clientCertificates: readonly ClientCertificateSetting[];
  /** "off"; empty: the public ones. */
  readonly referenceHosts: string;
  /** Whether the bot tries itself on servers of its own. */
  readonly canary: boolean;
  readonly checkTimeoutMs: number;
  readonly scanTimeoutMs: number;
  /** Null: it has no name. */
  readonly vantageName: string | null;
  readonly sweep: {
    readonly intervalMs: number;
    readonly concurrency: number;
    readonly threads: number;
    /** Looks a second at one address; 0: any. */
    readonly perAddress: number;
  };
  /** The file that declares what is watched; null: people do. */
  readonly watchFile: string | null;
  /** Days that are kept as they were seen, and as totals. */
  readonly history: { readonly rawDays: number; readonly rollupDays: number };
  readonly auditDays: number;
  /** `file`: null where the usual rules hold. */
  readonly access: { readonly file: string | null; readonly perUser: number; readonly perTarget: number };
  /** What members may have watched. */
  readonly watchBounds: WatchBounds;
  /** Alerts of others that are answered; null: none. */
  readonly hook: { readonly secret: string; readonly place: Place } | null;
  /** Programs that are told of what happens. */
  readonly webhooks: readonly WebhookSetting[];
  /** How many endpoints have metrics of their own. */
  readonly metricsEndpoints: number;
  readonly zone: string;
  /** Told after each digest that arrived; null: nobody. */
  readonly heartbeat: { readonly url: string; readonly method: 'GET' | 'POST' } | null;
  /** Null: nobody is told of traces. */
  readonly tracing: { readonly endpoint: string; readonly serviceName: string } | null;
  readonly logLevel: string;
  /** All that is secret in it, and pieces of it that are: what no log may hold. */
  readonly secrets: readonly string[];
};

/**
 * Reads `.env` in the working folder, if there is one, under the variables already set, and the files that secret settings
 * name. What is secret is taken out of the process's own environment, which every program it starts, every worker and
 * every diagnostic report would inherit.
 */
export function readEnvironment(
  warn: (sentence: string) => void = () => {},
  mistaken?: (sentence: string) => void,
): Environment {
  try {
    process.loadEnvFile('.env');
  } catch (thrown) {
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    const sentence = `The file .env cannot be read: ${reasonOf(thrown)}`;
    if (!missing && mistaken === undefined) throw new UserError(sentence);
    if (!missing) mistaken?.(sentence);
  }
  const env = withSecretFiles({ ...process.env }, secretNames, warn, mistaken);
  for (const name of Object.keys(process.env)) {
    if (isSecretSetting(name, secretNames)) delete process.env[name];
  }
  process.report.excludeEnv = true;
  for (const { name, meant } of misspeltSettings(Object.keys(env), Object.keys(settings.shape)))
    warn(`${name} is no setting, so it was not read. Was ${meant} meant?`);
  return env;
}

/** Throws one UserError that names every variable that is wrong, what it wants, and never its value. */
export function loadConfig(env: Environment): Config {
  const read = settings.safeParse(env);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `${issue.path.join('.')} must be ${issue.message}`);
    throw new UserError(`The configuration has mistakes:\n  ${lines.join('\n  ')}`);
  }
  const values = read.data;
  const slack = slackFrom(values);
  if (values.ROLES.length < roles.length && values.DATABASE_URL === undefined)
    throw needsDatabase(values.ROLES);
  return {
    slack,
    discord:
      values.DISCORD_TOKEN === undefined
        ? null
        : {
            token: values.DISCORD_TOKEN,
            guildId: values.DISCORD_GUILD_ID ?? null,
            apiUrl: values.DISCORD_API_URL ?? null,
            publicKey: values.DISCORD_PUBLIC_KEY ?? null,
            layout: values.DISCORD_LAYOUT,
          },
    console: consoleFrom(values, slack),
    roles: values.ROLES,
    dataDir: values.DATA_DIR,
    databaseUrl:
      values.DATABASE_URL === undefined ? null : withSslMode(values.DATABASE_URL, values.PGSSLMODE),
    allowedNetworks: values.ALLOWED_NETWORKS,
    deniedPorts: values.DENIED_PORTS,
    dnsServers: values.DNS_SERVERS,
    hostsFile: values.HOSTS_FILE,
    dnssecRootAnchor: values.DNSSEC_ROOT_ANCHOR ?? null,
    extraCaFile: values.EXTRA_CA_FILE ?? null,
    mozillaCaFile: values.MOZILLA_CA_FILE ?? null,
    knownKeysFile: values.KNOWN_KEYS_FILE ?? null,
    ariDirectories: values.ARI_DIRECTORIES,
    introspectionClients: values.INTROSPECTION_CLIENTS,
    ctLogList: values.CT_LOG_LIST ?? null,
    ctSearchUrl: values.CT_SEARCH_URL ?? null,
    clientCertificates: clientCertificatesFrom(env),
    referenceHosts: values.REFERENCE_HOSTS,
    canary: values.CANARY === 'on',
    checkTimeoutMs: values.CHECK_TIMEOUT,
    scanTimeoutMs: values.SCAN_TIMEOUT,
    vantageName: vantageFrom(values),
    sweep: {
      intervalMs: values.SWEEP_INTERVAL,
      concurrency: values.SWEEP_CONCURRENCY,
      threads: values.SWEEP_THREADS,
      perAddress: values.SWEEP_PER_ADDRESS,
    },
    watchFile: values.WATCH_FILE ?? null,
    history: { rawDays: values.HISTORY_DAYS, rollupDays: values.ROLLUP_DAYS },
    auditDays: values.AUDIT_DAYS,
    access: {
      file: values.ACCESS_FILE ?? null,
      perUser: values.LIMIT_PER_USER,
      perTarget: values.LIMIT_PER_TARGET,
    },
    watchBounds: { perHost: values.WATCH_PER_HOST, perPerson: values.WATCH_PER_PERSON },
    hook: values.HOOK_SECRET === undefined ? null : { secret: values.HOOK_SECRET, place: values.HOOK_PLACE },
    webhooks: webhooksFrom(env),
    metricsEndpoints: values.METRICS_ENDPOINTS,
    zone: values.TIME_ZONE ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    heartbeat:
      values.HEARTBEAT_URL === undefined
        ? null
        : { url: values.HEARTBEAT_URL, method: values.HEARTBEAT_METHOD },
    tracing:
      values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? null
        : { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: values.OTEL_SERVICE_NAME },
    logLevel: values.LOG_LEVEL,
    secrets: secretsIn(env, secretNames),
  };
}

function vantageFrom({ VANTAGE: name, VANTAGE_NAME: older }: z.infer<typeof settings>): string | null {
  if (name !== undefined && older !== undefined && name !== older) {
    throw new UserError(
      'VANTAGE and VANTAGE_NAME, its older spelling, name two places. Leave VANTAGE_NAME out.',
    );
  }
  return name ?? older ?? null;
}

function consoleFrom(values: z.infer<typeof settings>, slack: Config['slack']): Config['console'] {
  const { CONSOLE_HOST: host, CONSOLE_TOKEN: token = null } = values;
  if (token === null && !isLoopbackHost(host)) throw openDoor(host);
  return {
    host,
    port: values.CONSOLE_PORT ?? (usesHttp(slack) ? 8080 : (values.PORT ?? 8080)),
    token,
    url: values.CONSOLE_URL ?? null,
    isAsked: values.CONSOLE_PORT !== undefined || values.PORT !== undefined,
  };
}

function needsDatabase(named: readonly Role[]): UserError {
  return new UserError(
    `A process that is only ${named.join(' and ')} shares its work with others through PostgreSQL: set DATABASE_URL, or leave ROLES out so that this one does everything.`,
  );
}

function slackFrom(values: z.infer<typeof settings>): Config['slack'] {
  if (values.SLACK_BOT_TOKEN === undefined) return null;
  if (values.SLACK_APP_TOKEN === undefined && values.SLACK_SIGNING_SECRET === undefined) {
    throw new UserError(
      'SLACK_BOT_TOKEN is set, and Slack also needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).',
    );
  }
  return {
    botToken: values.SLACK_BOT_TOKEN,
    appToken: values.SLACK_APP_TOKEN ?? null,
    signingSecret: values.SLACK_SIGNING_SECRET ?? null,
    apiUrl: values.SLACK_API_URL ?? null,
    port: values.PORT ?? 3000,
  };
}

/** The family CLIENT_CERT_<NAME>: what ends in _KEY or _PASSWORD belongs to the name before it. */
function clientCertificatesFrom(env: Environment): readonly ClientCertificateSetting[] {
  const given = new Map<string, string>();
  for (const [variable, value = ''] of Object.entries(env)) {
    if (variable.startsWith('CLIENT_CERT_') && value.trim() !== '') given.set(variable, value);
  }
  const owners = (variable: string) =>
    [variable.replace(/_(KEY|PASSWORD)$/, '')].filter((name) => name !== variable);
  for (const variable of given.keys()) {
    const [owner] = owners(variable);
    if (owner !== undefined && !given.has(owner)) {
      throw new UserError(`${variable} is set and ${owner} is not, which names the file of the certificate.`);
    }
    if (!/^CLIENT_CERT_[A-Z0-9][A-Z0-9_]{0,39}$/.test(variable)) {
      throw new UserError('A client certificate has a name of A to Z, 0 to 9 and _: CLIENT_CERT_PAYMENTS.');
    }
  }
  return [...given.keys()]
    .filter((variable) => owners(variable).length === 0)
    .toSorted()
    .map((setting) => ({
      name: clientName(setting.slice('CLIENT_CERT_'.length)),
      setting,
      file: given.get(setting)?.trim() ?? '',
      keyFile: given.get(`${setting}_KEY`)?.trim() ?? null,
      password: given.get(`${setting}_PASSWORD`) ?? null,
    }));
}

function usesHttp(slack: Config['slack']): boolean {
  return slack !== null && slack.appToken === null;
}
