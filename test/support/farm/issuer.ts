import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { answersStatus } from './http-answers.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from './http-server.ts';
import type { Identity } from './tls-server.ts';

export type SigningKey = {
  readonly privateKey: KeyObject;
  readonly publicJwk: JsonWebKey;
  readonly kid: string;
};

/** A key as an issuer publishes it: public half, kid, use and alg. */
export function signingKey(kid: string, kind: 'ES256' | 'RS256' | 'weak' = 'ES256'): SigningKey {
  const { privateKey } =
    kind === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: kind === 'weak' ? 1024 : 2048 });
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    privateKey,
    kid,
    publicJwk: { ...publicJwk, kid, use: 'sig', alg: kind === 'ES256' ? 'ES256' : 'RS256' },
  };
}

export type IssuerSettings = {
  readonly host: string;
  readonly identity: Identity;
  /** Behind host and port: "/realms/shop". */
  readonly path?: string;
  readonly keys: readonly unknown[];
  /** Members to change in sound metadata; null takes one out. */
  readonly changes?: (issuer: string) => Readonly<Record<string, unknown>>;
  /** Answers in place of the usual ones, by path. */
  readonly answers?: Readonly<Record<string, HttpAnswer>>;
  readonly kind?: 'openid' | 'oauth' | 'both';
};

/** An authorization server that publishes metadata and keys, and nothing else. */
export async function startIssuer(
  settings: IssuerSettings,
): Promise<HttpServer & { readonly issuer: string }> {
  const { host, identity, path = '', keys, changes, answers = {}, kind = 'both' } = settings;
  let issuer = '';
  const places = [
    ...(kind === 'oauth' ? [] : [`${path}/.well-known/openid-configuration`]),
    ...(kind === 'openid' ? [] : [`/.well-known/oauth-authorization-server${path}`]),
  ];
  const server = await startHttpServer((exchange) => {
    const asked = exchange.request.path;
    const own = answers[asked];
    if (own !== undefined) own(exchange);
    else if (places.includes(asked)) answersJson(metadataOf(issuer, changes))(exchange);
    else if (asked === `${path}/jwks`) answersJson({ keys })(exchange);
    else answersStatus(404)(exchange);
  }, identity);
  issuer = `https://${host}:${server.port}${path}`;
  return { ...server, issuer };
}

function metadataOf(issuer: string, changes: IssuerSettings['changes']): Readonly<Record<string, unknown>> {
  const sound = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'ES256'],
  };
  const changed = Object.entries({ ...sound, ...changes?.(issuer) }).filter(([, value]) => value !== null);
  return Object.fromEntries(changed);
}

export function answersJson(value: unknown, status = 200): HttpAnswer {
  return answersStatus(status, { 'content-type': 'application/json' }, Buffer.from(JSON.stringify(value)));
}
