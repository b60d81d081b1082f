import type { RenewalWindow } from '../../core/watch/renewal/renewal.ts';
import type { Certificate } from '../certificate/certificate.ts';

/** Why a CA's answer gives no window to go by. */
export type Unusable = { readonly reason: 'malformed' | 'absurd'; readonly detail: string };

type Dates = Pick<Certificate, 'notBefore' | 'notAfter'>;

/**
 * Reads a RenewalInfo object (RFC 9773 §4.2). A window wholly in the past, even before the certificate, is a CA's way
 * to say "now" and stands; one that no renewal could follow does not.
 */
export function readRenewalInfo(
  body: Uint8Array,
  certificate: Dates,
  source: string,
): RenewalWindow | Unusable {
  const info = jsonObject(body);
  if (info === null) return malformed('it is not a JSON object');
  const window = recordOf(info.suggestedWindow);
  if (window === null) return malformed('it has no suggestedWindow');
  const start = rfc3339(window.start);
  const end = rfc3339(window.end);
  if (start === null || end === null) {
    return malformed(`its suggestedWindow has no ${start === null ? 'start' : 'end'} in RFC 3339 form`);
  }
  if (end <= start) return absurd('its window ends before it begins');
  if (start > certificate.notAfter) return absurd('its window begins after the certificate has ended');
  const lifetimeMs = certificate.notAfter.getTime() - certificate.notBefore.getTime();
  if (end.getTime() - start.getTime() > lifetimeMs) {
    return absurd('its window is longer than the certificate lives');
  }
  return { start, end, source, explanationUrl: httpsUrl(info.explanationURL) };
}

/** The renewalInfo URL of an ACME directory (RFC 9773 §3), https; null when it names none. */
export function renewalInfoUrl(body: Uint8Array): string | null | Unusable {
  const directory = jsonObject(body);
  if (directory === null) return malformed('the directory is not a JSON object');
  if (directory.renewalInfo === undefined) return null;
  const url = httpsUrl(directory.renewalInfo);
  return url ?? malformed('the renewalInfo of the directory is no https URL');
}

function jsonObject(body: Uint8Array): Record<string, unknown> | null {
  try {
    return recordOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof TypeError) return null;
    throw thrown;
  }
}

function recordOf(value: unknown): Record<string, unknown> | null {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : null;
}

const longestUrl = 2048;

function httpsUrl(value: unknown): string | null {
  const url = typeof value === 'string' && value.length <= longestUrl ? URL.parse(value) : null;
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  return url.href.length <= longestUrl ? url.href : null;
}

/** The offset may be any; a second of 60 is the one before. */
const timestamp =
  /^(\d{4}-\d{2}-(\d{2}))[Tt ](\d{2}:\d{2}):(\d{2})(\.\d{1,9})?\d*(?:([Zz])|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

function rfc3339(value: unknown): Date | null {
  const parts = typeof value === 'string' && value.length <= 64 ? timestamp.exec(value) : null;
  if (parts === null) return null;
  const [, date = '', day = '', minute = '', second = '', fraction = '', , sign, hours = '0', minutes = '0'] =
    parts;
  const local = new Date(`${date}T${minute}:${second === '60' ? '59' : second}${fraction}Z`);
  // "2026-02-30" would be taken for 2 March.
  if (Number.isNaN(local.getTime()) || local.getUTCDate() !== Number(day)) return null;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return new Date(local.getTime() - offsetMs);
}

function malformed(detail: string): Unusable {
  return { reason: 'malformed', detail };
}

function absurd(detail: string): Unusable {
  return { reason: 'absurd', detail };
}
