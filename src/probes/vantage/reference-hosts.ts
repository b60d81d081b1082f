import { UserError } from '../../core/errors.ts';
import { isAddress, isHostName, parseAddress } from '../../core/target.ts';

/** A host that everybody can reach, asked to learn whether we can. */
export type ReferenceHost = {
  /** What it is called in answers: its name, else its address. */
  readonly host: string;
  /** Sent as SNI and asked of the resolver; null where only an address is given. */
  readonly name: string | null;
  /** Null: to be resolved. */
  readonly ip: string | null;
  readonly port: number;
};

/**
 * Two networks that answer HTTPS at fixed addresses of both families and are run apart from each other. Nothing is said
 * to them but a handshake and HEAD /.
 */
export const defaultReferenceHosts =
  'one.one.one.one=1.1.1.1, one.one.one.one=[2606:4700:4700::1111], dns.google=8.8.8.8, dns.google=[2001:4860:4860::8888]';

const mostHosts = 8;
const wanted =
  'Write off, or hosts of two networks: name, name:port, name=address or address, separated by commas (dns.google=8.8.8.8, www.example.org).';

/** Reads REFERENCE_HOSTS; "off" is none. Throws `UserError` that names the entry. */
export function parseReferenceHosts(text: string): readonly ReferenceHost[] {
  if (/^\s*off\s*$/i.test(text)) return [];
  const hosts = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry);
  if (hosts.length <= mostHosts) return hosts;
  throw new UserError(`REFERENCE_HOSTS has ${hosts.length} entries; ${mostHosts} are enough. ${wanted}`);
}

function parseEntry(entry: string): ReferenceHost {
  const { name: written, place = '' } = /^(?:(?<name>[^=]*)=)?(?<place>.*)$/.exec(entry)?.groups ?? {};
  const { host, port } = splitPort(entry, place);
  if (written === undefined) {
    if (isAddress(host)) return { host: parseAddress(host), name: null, ip: parseAddress(host), port };
    const name = nameIn(entry, host);
    return { host: name, name, ip: null, port };
  }
  if (!isAddress(host)) throw wrong(entry, 'has no address after "="');
  const name = nameIn(entry, written);
  return { host: name, name, ip: parseAddress(host), port };
}

function splitPort(entry: string, place: string): { readonly host: string; readonly port: number } {
  if (isAddress(place)) return { host: place, port: 443 };
  const {
    six,
    other,
    port: written,
  } = /^(?:\[(?<six>[^\]]+)\]|(?<other>[^:[\]]+))(?::(?<port>\d{1,5}))?$/.exec(place)?.groups ?? {};
  const host = six ?? other;
  const port = Number(written ?? 443);
  if (host === undefined || port < 1 || port > 65_535) throw wrong(entry, 'is no host');
  return { host, port };
}

function nameIn(entry: string, written: string): string {
  const name = written.toLowerCase().replace(/\.$/, '');
  if (!isHostName(name) || isAddress(name))
    throw wrong(entry, `has ${JSON.stringify(written)}, which is no host name`);
  return name;
}

function wrong(entry: string, what: string): UserError {
  return new UserError(`REFERENCE_HOSTS: ${JSON.stringify(entry.slice(0, 200))} ${what}. ${wanted}`);
}
