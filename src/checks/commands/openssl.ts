import { schemeFacts } from '../../core/target/schemes.ts';
import { hostPort, type Target } from '../../core/target.ts';
import { shellWord } from '../../core/text/shell.ts';

/** The handshake and all that the server sent; `address` is `ip:port`. */
export function opensslClient(target: Target, address: string, ...flags: readonly string[]): string {
  // RFC 6066 §3: no literal address in server_name.
  const name = target.hostKind === 'name' ? `-servername ${shellWord(target.host)}` : '-noservername';
  return client(target, address, name, ...flags, '</dev/null');
}

function client(target: Target, address: string, ...flags: readonly string[]): string {
  return ['openssl s_client -connect', shellWord(address), ...upgradeFlags(target), ...flags].join(' ');
}

/** The line "R" makes s_client ask for another handshake; it prints RENEGOTIATING, and an error where that is refused. */
export function opensslRenegotiate(target: Target, address: string): string {
  return opensslClient(target, address, '-tls1_2').replace(
    /^(.*) <\/dev\/null$/,
    '{ sleep 1; echo R; sleep 1; } | $1',
  );
}

/**
 * The same with a first message of more than one packet, whatever the version of OpenSSL: protocols that nobody speaks
 * are offered beside the usual one.
 */
export function opensslLargeHello(target: Target, address: string): string {
  const padding = `$(printf ',%0250d' 1 2 3 4 5 6)`;
  return `timeout 10 ${opensslClient(target, address, '-state', `-alpn http/1.1"${padding}"`)}`;
}

/** openssl-s_client(1) knows the protocols by the names our schemes have. */
function upgradeFlags({ scheme, host }: Target): readonly string[] {
  if (schemeFacts(scheme).tls !== 'upgrade') return [];
  const to = scheme === 'xmpp' || scheme === 'xmpp-server' ? [`-xmpphost ${shellWord(host)}`] : [];
  return [`-starttls ${scheme}`, ...to];
}

/** A file, as far as bash is concerned, of all certificates that the server sends. */
export function sentCertificates(target: Target, address: string): string {
  return `<(${opensslClient(target, address, '-showcerts')} 2>/dev/null)`;
}

/** What comes to a client that names no site. */
export function opensslWithoutName(target: Target, address: string): string {
  const asked = client(target, address, '-noservername', '</dev/null 2>/dev/null');
  return `${asked} | openssl x509 -noout -subject -enddate -fingerprint -sha256`;
}

/** What the leaf says of itself; `show` are flags of `openssl x509`. */
export function opensslLeaf(target: Target, address: string, show: string): string {
  return `${opensslClient(target, address)} 2>/dev/null | openssl x509 -noout ${show}`;
}

/** The SHA-256 of the leaf's public key (SPKI), as lists of known keys have it. */
export function opensslKeyHash(target: Target, address: string): string {
  const key = 'openssl pkey -pubin -outform DER | openssl dgst -sha256';
  return `${opensslLeaf(target, address, '-pubkey')} | ${key}`;
}

/** Who signed for a host that is not the target. */
export function opensslReference({
  name,
  ip,
  port,
}: {
  readonly name: string | null;
  readonly ip: string;
  readonly port: number;
}): string {
  const sni = name === null ? '-noservername' : `-servername ${shellWord(name)}`;
  return `openssl s_client -connect ${shellWord(hostPort(ip, port))} ${sni} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer`;
}
