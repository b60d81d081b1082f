import { isIP } from 'node:net';
import { domainToUnicode } from 'node:url';
import { UserError } from './errors.ts';
import type { Expected } from './target/expected.ts';
import { type Scheme, schemeFacts, schemeNamed, schemeOfPort, schemes } from './target/schemes.ts';
import { typedWord } from './text/typed-word.ts';

export type Target = {
  readonly scheme: Scheme;
  /** ASCII (punycode) and lower case, without trailing dot; an IPv6 address without brackets. */
  readonly host: string;
  readonly hostKind: 'name' | 'ipv4' | 'ipv6';
  readonly port: number;
  /** The scheme was not written and is taken from the port; left out where it was, and where https is meant. */
  readonly assumed?: true;
  /** Path and query of the HTTP request; "/" unless written. */
  readonly path: string;
  /** The client certificate to show: the name of a CLIENT_CERT_* profile; null: none. */
  readonly client: string | null;
  /** Look at the host at this address only, as `curl --resolve` does; null: at every address it has. */
  readonly address: string | null;
  /** What the HTTP answer has to be; left out: any success. */
  readonly expected?: Expected;
};

const longestInput = 2048;

/** Reads what a person typed or pasted. Throws `UserError` with what was found, what was wanted and an example. */
export function parseTarget(
  typed: string,
  address: string | null = null,
  client: string | null = null,
): Target {
  const input = typed.trim();
  if (input === '') throw new UserError('No target given. Try example.org or example.org:8443.');
  if (input.length > longestInput) {
    throw new UserError(`That is ${input.length} characters; a target has at most ${longestInput}.`);
  }
  if (/[\s\u0000-\u001f\u007f]/.test(input)) {
    throw new UserError(`${quote(input)} has a blank or control character in it. Try example.org:8443.`);
  }
  const { scheme: written, rest } = splitScheme(input);
  const { authority, path } = splitAuthority(rest, input);
  const { hostText, portText } = splitPort(authority, input);
  const { host, hostKind } = canonicalHost(hostText, input);
  const port = portOf(portText, written ?? 'https', input);
  // With a path it is a URL without its scheme: HTTP whatever the port.
  const guessed = written === null && path === '/' && portText !== null ? schemeOfPort(port) : null;
  return {
    scheme: written ?? guessed ?? 'https',
    host,
    hostKind,
    port,
    ...(guessed === null ? {} : { assumed: true as const }),
    path,
    address: address === null ? null : parseAddress(address),
    client,
  };
}

/** A single IP address as a person writes it, brackets allowed. */
export function parseAddress(typed: string): string {
  const bare = typed.trim().replace(/^\[(.*)\]$/, '$1');
  const kind = isIP(bare);
  if (kind === 0 || bare.includes('%')) {
    throw new UserError(`${quote(typed)} is not an IP address. Try 192.0.2.7 or 2001:db8::7.`);
  }
  return kind === 6 ? new URL(`http://[${bare}]`).hostname.slice(1, -1) : bare;
}

/** `scheme` null: none is written. */
function splitScheme(input: string): { scheme: Scheme | null; rest: string } {
  // An issuer is a URL of its own: RFC 8414 §2 wants https.
  const issuer = /^oauth:(?:https:)?\/\/(?<rest>.*)$/is.exec(input)?.groups?.rest;
  if (issuer !== undefined) return { scheme: 'oauth', rest: issuer };
  const written = /^([a-z][a-z0-9+.-]*):\/\//i.exec(input);
  if (written === null) return { scheme: null, rest: input };
  const scheme = schemeNamed(written[1] ?? '');
  if (scheme !== null) return { scheme, rest: input.slice(written[0].length) };
  const known = `${Object.keys(schemes).join('://, ')}://`;
  throw new UserError(`${quote(written[1] ?? '')} is not a scheme Notafter knows. What works: ${known}.`);
}

function splitAuthority(rest: string, input: string): { authority: string; path: string } {
  const end = rest.search(/[/?#\\]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  if (authority.includes('@')) {
    // The input may hold a password: it is not repeated.
    throw new UserError(
      'A target must not carry a user name or password. Try it without the part before "@".',
    );
  }
  if (authority === '')
    throw new UserError(`${quote(input)} names no host. Try example.org or example.org:8443.`);
  const tail = end === -1 ? '/' : rest.slice(end).replace(/#.*$/s, '');
  const path = tail.startsWith('/') ? tail : `/${tail}`;
  // Joined, not resolved: "//evil.example" as a relative URL would be another host.
  return { authority, path: new URL(`http://path.invalid${path}`).href.slice('http://path.invalid'.length) };
}

function splitPort(authority: string, input: string): { hostText: string; portText: string | null } {
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/s.exec(authority);
  if (bracketed !== null) return { hostText: bracketed[1] ?? '', portText: bracketed[2] ?? null };
  // A bare IPv6 address has no port to tell apart from its last group.
  if (isIP(authority) === 6) return { hostText: `[${authority}]`, portText: null };
  const parts = authority.split(':');
  if (parts.length > 2) throw new UserError(`${quote(input)}: write an IPv6 address as [2001:db8::1]:443.`);
  return { hostText: parts[0] ?? '', portText: parts[1] ?? null };
}

function canonicalHost(hostText: string, input: string): Pick<Target, 'host' | 'hostKind'> {
  const wrong = () =>
    new UserError(`${quote(input)} is not a host name. Try example.org or example.org:8443.`);
  if (hostText.includes('%') || /[?#@\\/]/.test(hostText)) throw wrong();
  let hostname: string;
  try {
    // The WHATWG parser maps IDN to punycode and decimal, octal and hex spellings to dotted quads.
    hostname = new URL(`http://${hostText}/`).hostname;
  } catch {
    throw wrong();
  }
  if (hostname.startsWith('[')) return { host: hostname.slice(1, -1), hostKind: 'ipv6' };
  const host = hostname.replace(/\.$/, '');
  if (isIP(host) === 4) return { host, hostKind: 'ipv4' };
  if (!isHostName(host)) throw wrong();
  return { host, hostKind: 'name' };
}

/** Whether a host is an address and not a name: then no SNI is sent for it. */
export function isAddress(host: string): boolean {
  return isIP(host) !== 0;
}

/** Letters, digits, hyphens and (seen in the wild) underscores; labels of 1 to 63, 253 in all: RFC 1035 §2.3.4. */
export function isHostName(host: string): boolean {
  if (host.length === 0 || host.length > 253) return false;
  return host.split('.').every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
}

function portOf(portText: string | null, scheme: Scheme, input: string): number {
  if (portText === null || portText === '') {
    const standard = schemeFacts(scheme).port;
    if (standard === null) throw new UserError(`${scheme}:// needs a port. Try tcp://example.org:5432.`);
    return standard;
  }
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65_535) {
    throw new UserError(`${quote(input)}: a port is a number from 1 to 65535. Try example.org:8443.`);
  }
  return port;
}

/** `host:port` as openssl and curl take it: `[2001:db8::1]:443`. */
export function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** How people call it: no scheme and port when they are the usual ones. */
export function targetText(target: Target): string {
  const bracketed = target.hostKind === 'ipv6' ? `[${target.host}]` : target.host;
  const usual = schemeFacts(target.scheme).port === target.port;
  const prefix = target.scheme === 'https' ? '' : `${target.scheme}://`;
  const path = target.path === '/' ? '' : target.path;
  const at = target.address === null ? '' : ` at ${target.address}`;
  const as = target.client === null ? '' : ` as ${target.client}`;
  return `${prefix}${bracketed}${usual ? '' : `:${target.port}`}${path}${at}${as}`;
}

/** One text per endpoint: what the store keys on, and what `parseTarget` reads back (without the address). */
export function targetUrl(target: Target): string {
  return `${target.scheme}://${hostPort(target.host, target.port)}${target.path}`;
}

/** The name in its own script beside the punycode that is really asked for; null when they are the same. */
export function unicodeHost(target: Target): string | null {
  if (target.hostKind !== 'name' || !/(^|\.)xn--/.test(target.host)) return null;
  const shown = domainToUnicode(target.host);
  return shown === '' || shown === target.host ? null : shown;
}

export function speaksTls(target: Target): boolean {
  return schemeFacts(target.scheme).tls !== 'never';
}

function quote(typed: string): string {
  return JSON.stringify(typedWord(typed, 80));
}
