import { getServers } from 'node:dns';
import { isIP } from 'node:net';
import { UserError } from '../../core/errors.ts';
import { hostPort } from '../../core/target.ts';

export type DnsServer = { readonly ip: string; readonly port: number };

/** The resolvers this machine uses (resolv.conf, or the system's own settings elsewhere), as `ip:port`. */
export function systemDnsServers(): string[] {
  return getServers().map((server) => serverText(parseServer(server)));
}

/** Reads DNS_SERVERS, "127.0.0.1:5353, [::1]:53, 9.9.9.9", into `ip:port` texts. Throws `UserError`. */
export function parseDnsServers(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => serverText(parseServer(entry)));
}

/** A zone, "fe80::1%eth0", is allowed: link-local resolvers are common at home. */
export function parseServer(entry: string): DnsServer {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(entry);
  const plain = isIP(entry) === 6 ? null : /^([^:]+)(?::(\d{1,5}))?$/.exec(entry);
  const [, ip = entry, portText] = bracketed ?? plain ?? [];
  const port = portText === undefined ? 53 : Number(portText);
  if (isIP(ip) !== 0 && port >= 1 && port <= 65_535) return { ip, port };
  throw new UserError(
    `DNS_SERVERS: ${JSON.stringify(entry)} is not a resolver's address. Write 9.9.9.9, 127.0.0.1:5353 or [::1]:53.`,
  );
}

export function serverText({ ip, port }: DnsServer): string {
  return hostPort(ip, port);
}
