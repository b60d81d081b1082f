import { shellWord } from '../core/shell.ts';
import { hostPort, type Target } from '../core/target.ts';

/** Commands longer than this are not offered: nobody pastes them, and no chat shows them. */
const longestCommand = 1200;

/** The handshake and all that the server sent; `address` is `ip:port`. */
export function opensslClient(target: Target, address: string, ...flags: readonly string[]): string {
  // RFC 6066 §3: no literal address in server_name.
  const name = target.hostKind === 'name' ? `-servername ${shellWord(target.host)}` : '-noservername';
  return ['openssl s_client -connect', shellWord(address), name, ...flags, '</dev/null'].join(' ');
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

/** One HTTP request pinned to `address` (`ip:port`); null when the URL cannot be read or is too long. */
export function curlPinned(url: string, address: string, ...flags: readonly string[]): string | null {
  const parsed = URL.parse(url);
  if (parsed === null) return null;
  const port = parsed.port === '' ? (parsed.protocol === 'http:' ? '80' : '443') : parsed.port;
  const ip = address.slice(0, address.lastIndexOf(':'));
  const pin = parsed.hostname === ip ? [] : ['--resolve', shellWord(`${parsed.hostname}:${port}:${ip}`)];
  const command = ['curl -sv -o /dev/null', ...flags, ...pin, shellWord(url)].join(' ');
  return command.length > longestCommand ? null : command;
}

export function netcat(ip: string, port: number): string {
  return `nc -vz -w 5 ${shellWord(ip)} ${port}`;
}

/** What a port says to a client that stays silent; `address` is `ip:port`. */
export function netcatListen(address: string): string {
  const colon = address.lastIndexOf(':');
  const ip = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  return `nc -w 5 ${shellWord(ip)} ${address.slice(colon + 1)} </dev/null`;
}

/** `server` as the DNS client names it: an address, with or without a port. */
export function dig(
  name: string,
  type: string,
  server: string | undefined,
  ...flags: readonly string[]
): string {
  return ['dig', ...flags, shellWord(name), type, ...(server === undefined ? [] : atServer(server))].join(
    ' ',
  );
}

function atServer(server: string): readonly string[] {
  const bare = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:]+))(?::(?<port>\d+))?$/.exec(server)?.groups;
  const address = bare?.six ?? bare?.four ?? server;
  const port = bare?.port === undefined || bare.port === '53' ? [] : ['-p', bare.port];
  return [shellWord(`@${address}`), ...port];
}

export function addressOf({ ip, port }: { readonly ip: string; readonly port: number }): string {
  return hostPort(ip, port);
}

/** Asks the responder again and prints what it says; `asked` is the URL with the request in it. */
export function curlOcsp(asked: string | null): string | null {
  return asked === null ? null : piped(asked, 'openssl ocsp -respin /dev/stdin -noverify -resp_text');
}

/** The entry of a revoked certificate; `serial` is hexadecimal. */
export function curlCrlEntry(url: string, serial: string): string | null {
  const printed = serial.replace(/^(00)+(?=.)/, '');
  return piped(url, `openssl crl -inform DER -noout -text | grep -iA 4 ${shellWord(printed)}`);
}

export function curlCrl(url: string): string | null {
  return piped(url, 'openssl crl -inform DER -noout -issuer -lastupdate -nextupdate -crlnumber');
}

function piped(url: string, then: string): string | null {
  const command = `curl -sS ${shellWord(url)} | ${then}`;
  return command.length > longestCommand ? null : command;
}
