import { isObject, textIn } from './json-document.ts';

/** What a token says of itself; nothing of it that names a person, and never the token. */
export type ReadToken =
  | {
      readonly form: 'signed';
      readonly header: TokenHeader;
      readonly claims: TokenClaims;
      /** header.payload.signature without what was pasted around it: for the check of the signature only. */
      readonly compact: string;
    }
  /** `problem`: one sentence without a full stop that repeats nothing of the token. */
  | {
      readonly form: 'encrypted' | 'opaque' | 'malformed';
      readonly problem: string;
      readonly compact: string;
    };

export type TokenHeader = {
  readonly algorithm: string | null;
  readonly kid: string | null;
  /** "at+jwt", lower case, without "application/". */
  readonly type: string | null;
  /** RFC 7515 §4.1.11. */
  readonly critical: readonly string[];
};

export type TokenClaims = {
  readonly issuer: string | null;
  readonly audiences: readonly string[];
  readonly expires: NumericDate;
  readonly notBefore: NumericDate;
  readonly issuedAt: NumericDate;
  readonly scopes: readonly string[];
  /** Names of the claims there are. */
  readonly names: readonly string[];
  /** RFC 7800: it is of use only with a proof of the key it is bound to. */
  readonly boundBy: 'dpop' | 'mtls' | 'other' | null;
};

/** RFC 7519 §2: seconds since 1970. `milliseconds`: a number a thousand times too large, as JavaScript makes it. */
export type NumericDate =
  | { readonly kind: 'at'; readonly at: Date }
  | { readonly kind: 'absent' }
  | { readonly kind: 'wrong'; readonly how: 'text' | 'milliseconds' | 'no-number' };

const longestToken = 64 * 1024;

/** Takes "Bearer", quotes, line ends and blanks off first: tokens are pasted from headers, logs and curl commands. */
export function readToken(pasted: string): ReadToken {
  const compact = bareToken(pasted);
  const malformed = (problem: string): ReadToken => ({ form: 'malformed', problem, compact });
  if (compact === '') return malformed('there is nothing in it');
  if (compact.length > longestToken)
    return malformed(`it has ${compact.length} characters, more than any server takes`);
  const parts = compact.split('.');
  if (parts.length === 5) {
    return {
      form: 'encrypted',
      problem: 'it has five parts: it is encrypted (JWE), and only who has the key can read it',
      compact,
    };
  }
  if (parts.length === 1) {
    return {
      form: 'opaque',
      problem: 'it is not a JWT: it has no parts, and only its issuer knows what it means',
      compact,
    };
  }
  if (parts.length !== 3) {
    const cut = parts.length === 2 ? ': the signature is missing, it was cut off' : '';
    return malformed(`it has ${parts.length} parts, and a JWT has three${cut}`);
  }
  const [first = '', second = '', third = ''] = parts;
  const header = jsonPart(first, 'header');
  if ('problem' in header) return malformed(header.problem);
  const payload = jsonPart(second, 'payload');
  if ('problem' in payload) return malformed(payload.problem);
  const isUnsigned = textIn(header.value.alg)?.toLowerCase() === 'none';
  if (third === '' && !isUnsigned) return malformed('the signature (third part) is empty: it was cut off');
  if (!isBase64Url(third)) return malformed('the signature (third part) is not base64url');
  return { form: 'signed', header: headerOf(header.value), claims: claimsOf(payload.value), compact };
}

/** Linear, whatever is pasted: a run of quotes is tried from its beginning only. */
function bareToken(pasted: string): string {
  return pasted
    .trim()
    .replace(/^["'`]+|(?<!["'`])["'`]+$/g, '')
    .replace(/^authorization:\s*/i, '')
    .replace(/^(bearer|dpop)\s+/i, '')
    .replace(/\s+/g, '');
}

type Part = { readonly value: Readonly<Record<string, unknown>> } | { readonly problem: string };

function jsonPart(text: string, name: 'header' | 'payload'): Part {
  const place = `the ${name} (${name === 'header' ? 'first' : 'second'} part)`;
  if (text === '') return { problem: `${place} is empty` };
  if (!isBase64Url(text)) {
    const how = /[+/=]/.test(text) ? ': it is base64 with + / or =, which is another alphabet' : '';
    return { problem: `${place} is not base64url${how}` };
  }
  const bytes = Buffer.from(text, 'base64url');
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { problem: `${place} is not UTF-8` };
  }
  try {
    const value: unknown = JSON.parse(decoded);
    return isObject(value) ? { value } : { problem: `${place} is JSON, but not an object` };
  } catch {
    // The words of the parser would quote the token.
    return { problem: `${place} is not JSON: it was cut or changed` };
  }
}

/** RFC 7515 §2: no padding; one character alone is no octet. */
function isBase64Url(text: string): boolean {
  return /^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1;
}

function headerOf(header: Readonly<Record<string, unknown>>): TokenHeader {
  const { crit } = header;
  return {
    algorithm: textIn(header.alg)?.slice(0, 40) ?? null,
    kid: textIn(header.kid)?.slice(0, 200) ?? null,
    type:
      textIn(header.typ)
        ?.slice(0, 60)
        .toLowerCase()
        .replace(/^application\//, '') ?? null,
    critical: Array.isArray(crit) ? crit.flatMap((one) => textIn(one)?.slice(0, 40) ?? []).slice(0, 10) : [],
  };
}

const mostListed = 50;

function claimsOf(claims: Readonly<Record<string, unknown>>): TokenClaims {
  const { aud, scope, scp, cnf } = claims;
  return {
    issuer: textIn(claims.iss)?.slice(0, 500) ?? null,
    audiences: textsIn(aud),
    expires: dateOf(claims.exp),
    notBefore: dateOf(claims.nbf),
    issuedAt: dateOf(claims.iat),
    scopes: (textIn(scope) ?? textsIn(scp).join(' '))
      .split(/\s+/)
      .filter((one) => one !== '')
      .slice(0, mostListed),
    names: Object.keys(claims)
      .slice(0, mostListed)
      .map((name) => name.slice(0, 40)),
    boundBy: boundBy(cnf),
  };
}

function textsIn(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => textIn(one)?.slice(0, 300) ?? []).slice(0, mostListed);
}

/** Later than this in seconds is the year 5138: a number of milliseconds. */
const latestSeconds = 100_000_000_000;

function dateOf(value: unknown): NumericDate {
  if (value === undefined || value === null) return { kind: 'absent' };
  if (typeof value === 'string') return { kind: 'wrong', how: 'text' };
  if (typeof value !== 'number' || !Number.isFinite(value)) return { kind: 'wrong', how: 'no-number' };
  if (Math.abs(value) > latestSeconds) return { kind: 'wrong', how: 'milliseconds' };
  return { kind: 'at', at: new Date(Math.trunc(value * 1000)) };
}

/** RFC 9449 §6.1 and RFC 8705 §3.1. */
function boundBy(cnf: unknown): TokenClaims['boundBy'] {
  if (!isObject(cnf)) return null;
  if (Object.hasOwn(cnf, 'jkt')) return 'dpop';
  return Object.hasOwn(cnf, 'x5t#S256') ? 'mtls' : 'other';
}
