import type { DocumentOutcome } from '../net/http/get-document.ts';

/** What stands at a URL where a JSON object is expected. */
export type JsonDocument =
  | {
      readonly kind: 'object';
      readonly value: Readonly<Record<string, unknown>>;
      readonly contentType: string;
      /** `ip:port`. */
      readonly address: string;
    }
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Where a redirect leads; null: it is none. */
      readonly location: string | null;
      readonly address: string;
    }
  | { readonly kind: 'not-json'; readonly problem: string; readonly address: string }
  | {
      readonly kind: 'unreachable';
      readonly why: Extract<DocumentOutcome, { answered: false }>['kind'];
      readonly message: string;
    };

export function readJsonDocument(outcome: DocumentOutcome): JsonDocument {
  if (!outcome.answered) return { kind: 'unreachable', why: outcome.kind, message: outcome.message };
  const { status, headers, bytes, from } = outcome;
  const address = from.family === 6 ? `[${from.ip}]:${from.port}` : `${from.ip}:${from.port}`;
  if (status !== 200) {
    const location = status >= 300 && status < 400 ? (headers.location?.slice(0, 500) ?? null) : null;
    return { kind: 'status', status, location, address };
  }
  const value = objectIn(bytes);
  const contentType = (headers['content-type'] ?? '').slice(0, 100);
  if (value !== null) return { kind: 'object', value, contentType, address };
  const isPage = /^\s*</.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
  return { kind: 'not-json', problem: isPage ? 'it is a web page' : 'it is not a JSON object', address };
}

/** Null for anything but one JSON object in UTF-8. */
export function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
