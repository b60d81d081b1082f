/** When a scheme's TLS begins: with the first byte, after a question in the clear (STARTTLS and its kin), or never. */
export type TlsBeginning = 'at-once' | 'upgrade' | 'never';

/** What is spoken once the way is open, as far as Notafter speaks it; null: nothing beyond the handshake. */
export type SpokenAbove = 'http' | 'websocket' | 'grpc' | 'oauth';

export type SchemeFacts = {
  /** The port meant when none is written; null: one has to be. IANA's registry unless said otherwise. */
  readonly port: number | null;
  readonly tls: TlsBeginning;
  readonly above: SpokenAbove | null;
  /** ALPN protocols offered, in order of preference; empty: the extension is not sent. */
  readonly alpn: readonly string[];
};

function plain(port: number | null, above: SpokenAbove | null = null): SchemeFacts {
  return { port, tls: 'never', above, alpn: [] };
}

function atOnce(port: number | null, ...alpn: readonly string[]): SchemeFacts {
  return { port, tls: 'at-once', above: null, alpn };
}

function upgrade(port: number, ...alpn: readonly string[]): SchemeFacts {
  return { port, tls: 'upgrade', above: null, alpn };
}

/** What the ladder can climb. Names without "s" speak in the clear first; `tls` is TLS on any port. */
export const schemes = {
  https: { ...atOnce(443, 'h2', 'http/1.1'), above: 'http' },
  http: plain(80, 'http'),
  tls: atOnce(443),
  tcp: plain(null),
  // Both are offered to both: which of them a server lacks is for the probe of the protocol to tell.
  wss: { ...atOnce(443, 'http/1.1', 'h2'), above: 'websocket' },
  ws: plain(80, 'websocket'),
  grpcs: { ...atOnce(443, 'h2', 'http/1.1'), above: 'grpc' },
  grpc: plain(80, 'grpc'),
  oauth: { ...atOnce(443, 'h2', 'http/1.1'), above: 'oauth' },
  smtp: upgrade(25),
  smtps: atOnce(465),
  imap: upgrade(143),
  imaps: atOnce(993),
  pop3: upgrade(110),
  pop3s: atOnce(995),
  ldap: upgrade(389),
  ldaps: atOnce(636),
  ftp: upgrade(21),
  ftps: atOnce(990),
  xmpp: upgrade(5222),
  'xmpp-server': upgrade(5269),
  xmpps: atOnce(5223, 'xmpp-client'),
  postgres: upgrade(5432),
  mysql: upgrade(3306),
  mqtts: atOnce(8883),
  amqps: atOnce(5671),
  nntps: atOnce(563),
  ircs: atOnce(6697),
  sips: atOnce(5061),
  rediss: atOnce(6379),
  dot: atOnce(853, 'dot'),
} as const satisfies Readonly<Record<string, SchemeFacts>>;

export type Scheme = keyof typeof schemes;

/** Other spellings of the same. */
const aliases: Readonly<Record<string, Scheme>> = {
  postgresql: 'postgres',
  mariadb: 'mysql',
  'xmpp-client': 'xmpp',
};

/** Ports of IANA's registry that have a scheme here, beside the usual port of each scheme. */
const furtherPorts: Readonly<Record<number, Scheme>> = {
  587: 'smtp',
  2525: 'smtp',
  3268: 'ldap',
  3269: 'ldaps',
  8883: 'mqtts',
};

/**
 * What a bare `host:port` most likely means: what is registered for the port. Null where that is HTTP over TLS, or where
 * nothing is known: those are asked as https, as before.
 */
export function schemeOfPort(port: number): Scheme | null {
  const further = furtherPorts[port];
  if (further !== undefined) return further;
  const named = Object.entries(schemes) as readonly (readonly [Scheme, SchemeFacts])[];
  // The first in the table, so that 80 is http and not ws or grpc.
  const scheme = named.find(([, facts]) => facts.port === port)?.[0] ?? null;
  return scheme === 'https' ? null : scheme;
}

/** Null when nobody knows it. `smtp+starttls` and its kin are the long spelling of `smtp`. */
export function schemeNamed(typed: string): Scheme | null {
  const name = typed.toLowerCase().replace(/\+starttls$/, '');
  if (Object.hasOwn(schemes, name)) {
    const scheme = name as Scheme;
    return name === typed.toLowerCase() || schemes[scheme].tls === 'upgrade' ? scheme : null;
  }
  return Object.hasOwn(aliases, name) ? (aliases[name] ?? null) : null;
}

/** The same protocol with TLS from the first byte; null where no port is registered for that. */
export function implicitTwin(scheme: Scheme): Scheme | null {
  if (schemes[scheme].tls !== 'upgrade') return null;
  const twin = `${scheme}s`;
  return Object.hasOwn(schemes, twin) ? (twin as Scheme) : null;
}

export function schemeFacts(scheme: Scheme): SchemeFacts {
  return schemes[scheme];
}

const beginnings: Readonly<Record<TlsBeginning, string>> = {
  'at-once': 'with the first byte',
  upgrade: 'after a question in the clear (STARTTLS and its kin)',
  never: 'never',
};

/** The README's table of schemes. */
export function schemesTable(): string {
  const all = Object.entries(schemes) as readonly (readonly [Scheme, SchemeFacts])[];
  const rows = (Object.keys(beginnings) as readonly TlsBeginning[]).map((beginning) => {
    const names = all
      .filter(([, { tls }]) => tls === beginning)
      .map(([name, { port }]) => `\`${name}\`${port === null ? '' : ` ${port}`}`);
    return `| ${beginnings[beginning]} | ${names.join(', ')} |`;
  });
  return ['| TLS begins | schemes and their usual ports |', '| --- | --- |', ...rows].join('\n');
}
