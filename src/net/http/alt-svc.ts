/** One alternative of an Alt-Svc header (RFC 7838 §3). */
export type AlternativeService = {
  /** ALPN protocol, percent-decoded: "h3", "h2". */
  readonly protocol: string;
  /** Null: the host of the origin. An IPv6 address without brackets. */
  readonly host: string | null;
  readonly port: number;
  /** Seconds it may be remembered: a day unless said. */
  readonly maxAgeSeconds: number;
  readonly persist: boolean;
};

export type AltSvc =
  /** All alternatives of the origin are to be forgotten. */
  | { readonly kind: 'clear' }
  /** Entries that cannot be read are left out and counted. */
  | {
      readonly kind: 'alternatives';
      readonly services: readonly AlternativeService[];
      readonly unreadable: number;
    };

const mostServices = 16;
const dayS = 86_400;

export function readAltSvc(header: string): AltSvc {
  // RFC 7838 §3: "clear" is case-sensitive and stands alone.
  if (header.trim() === 'clear') return { kind: 'clear' };
  const entries = split(header, ',').filter((entry) => entry.trim() !== '');
  const read = entries.slice(0, mostServices).map(readEntry);
  const services = read.filter((service) => service !== null);
  return { kind: 'alternatives', services, unreadable: read.length - services.length };
}

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const alternative = new RegExp(`^\\s*(${token})="((?:[^"\\\\]|\\\\.)*)"\\s*$`);
const parameter = new RegExp(`^\\s*(${token})=(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*$`);

function readEntry(entry: string): AlternativeService | null {
  const [first = '', ...rest] = split(entry, ';');
  const [, id, authority] = alternative.exec(first) ?? [];
  const place = authority === undefined ? null : readAuthority(unquoted(authority));
  const protocol = decoded(id ?? '');
  if (place === null || protocol === null) return null;
  const parameters = new Map(
    rest.flatMap((text): [string, string][] => {
      const [, name, quoted, plain] = parameter.exec(text) ?? [];
      return name === undefined
        ? []
        : [[name.toLowerCase(), quoted === undefined ? (plain ?? '') : unquoted(quoted)]];
    }),
  );
  const age = parameters.get('ma') ?? '';
  return {
    protocol,
    ...place,
    maxAgeSeconds: /^\d{1,12}$/.test(age) ? Number(age) : dayS,
    persist: parameters.get('persist') === '1',
  };
}

/** alt-authority = [ uri-host ] ":" port */
function readAuthority(text: string): { readonly host: string | null; readonly port: number } | null {
  const [, bracketed, bare, digits] =
    /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:[\]/@?#]*)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits ?? 0);
  if (port < 1 || port > 65_535) return null;
  const host = bracketed ?? bare ?? '';
  return { host: host === '' ? null : host.toLowerCase().replace(/\.$/, ''), port };
}

/** RFC 7838 §3: octets of an ALPN name that are no token are percent-encoded. */
function decoded(id: string): string | null {
  if (id === '') return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return null;
  }
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** At separators outside quoted strings. */
function split(text: string, separator: ',' | ';'): readonly string[] {
  const parts: string[] = [''];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === separator && !isQuoted) {
      parts.push('');
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    parts[parts.length - 1] += character;
    if (character === '\\' && isQuoted) {
      at += 1;
      parts[parts.length - 1] += text[at] ?? '';
    }
  }
  return parts;
}
