import type { LoggedCertificate } from '../../../core/logged-certificate.ts';
import { shorten } from '../../../core/text/shorten.ts';

const mostEntries = 2000;
const mostNames = 100;

/**
 * Certificates in an answer of crt.sh (`name_value`, `issuer_name`, `not_before` without a zone, which is UTC) or of
 * Cert Spotter (`dns_names`, `issuer`). Entries of another form are left out; null: it is no list in JSON. A certificate
 * and its precertificate are one.
 */
export function readSearchAnswer(bytes: Uint8Array, where: string): readonly LoggedCertificate[] | null {
  const entries = listIn(bytes);
  if (entries === null) return null;
  const found = new Map<string, LoggedCertificate>();
  for (const entry of entries.slice(0, mostEntries)) {
    const read = readEntry(entry, where);
    if (read !== null && !found.has(read.key)) found.set(read.key, read.logged);
  }
  return [...found.values()];
}

function listIn(bytes: Uint8Array): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

type Entry = { readonly key: string; readonly logged: LoggedCertificate };

function readEntry(value: unknown, where: string): Entry | null {
  if (typeof value !== 'object' || value === null) return null;
  const entry = value as Readonly<Record<string, unknown>>;
  if (entry.revoked === true) return null;
  const [notBefore, notAfter] = [dateIn(entry.not_before), dateIn(entry.not_after)];
  const names = namesIn(entry);
  if (notBefore === null || notAfter === null || names.length === 0) return null;
  const issuer = issuerIn(entry);
  const id = textIn(entry.serial_number) ?? textIn(entry.tbs_sha256) ?? textIn(entry.id) ?? '';
  return {
    key: [id.toLowerCase(), issuer, notBefore.getTime(), notAfter.getTime()].join(' '),
    logged: { where, names, notBefore, notAfter, issuer, fingerprint256: null, keyType: null },
  };
}

function namesIn({
  dns_names: listed,
  name_value: lines,
  common_name: common,
}: Readonly<Record<string, unknown>>) {
  const names = Array.isArray(listed) ? listed : [...(textIn(lines)?.split('\n') ?? []), common];
  const texts = names.flatMap((name) => textIn(name)?.trim().toLowerCase() ?? []);
  return [...new Set(texts.filter((name) => /^(\*\.)?[a-z0-9_.-]{1,253}$/.test(name)))].slice(0, mostNames);
}

function issuerIn({ issuer, issuer_name: name }: Readonly<Record<string, unknown>>): string {
  const nested =
    typeof issuer === 'object' && issuer !== null ? (issuer as Readonly<Record<string, unknown>>) : {};
  const friendly = textIn(nested.friendly_name);
  const distinguished = textIn(name) ?? textIn(nested.name) ?? '';
  const part = (type: string) =>
    new RegExp(`(?:^|,\\s*)${type}=(?:"([^"]*)"|([^,]*))`).exec(distinguished)?.slice(1).find(Boolean);
  return shorten(
    friendly ?? part('CN') ?? part('O') ?? (distinguished || 'an authority it does not name'),
    80,
  );
}

/** A moment without a zone is meant in UTC. */
function dateIn(value: unknown): Date | null {
  const text = textIn(value);
  if (text === null || !/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) return null;
  const moment = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

function textIn(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
