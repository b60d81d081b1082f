import type { PublishedKey } from '../../../src/oauth/key-set.ts';
import type { AskedKeySet, FoundMetadata, OauthFacts } from '../../../src/probes/oauth.ts';
import { host } from './certificate-facts.ts';

export const issuer = `https://${host}`;
const address = '192.0.2.7:443';
const url = `${issuer}/.well-known/openid-configuration`;

export function metadataOf(changes: Partial<FoundMetadata> = {}): FoundMetadata {
  return {
    url,
    kind: 'openid',
    difference: null,
    issuer,
    endpoints: [],
    jwksUri: `${issuer}/jwks`,
    introspectionEndpoint: null,
    missing: [],
    signingAlgorithms: ['RS256'],
    ...changes,
  };
}

export function publishedKey(changes: Partial<PublishedKey> = {}): PublishedKey {
  return {
    position: 0,
    kid: 'first',
    type: 'EC',
    use: 'sig',
    algorithm: 'ES256',
    curve: 'P-256',
    verifies: true,
    problems: [],
    jwk: {},
    ...changes,
  };
}

export function keySetOf(...keys: readonly Partial<PublishedKey>[]): AskedKeySet {
  const published = keys.map((key, position) => publishedKey({ position, ...key }));
  return {
    url: `${issuer}/jwks`,
    document: { kind: 'object', contentType: 'application/json', address },
    keys: published,
  };
}

export function oauthFacts(changes: Partial<OauthFacts> = {}): OauthFacts {
  const document = { kind: 'object', contentType: 'application/json', address } as const;
  return {
    issuers: [issuer, `${issuer}/`],
    address,
    places: [{ kind: 'openid', url, document, issuer }],
    metadata: metadataOf(),
    keySet: keySetOf({}),
    ...changes,
  };
}
