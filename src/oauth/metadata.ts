import { registrableDomain } from '../pki/names/public-suffix.ts';
import { textIn } from './json-document.ts';

/** What is odd about one URL of the metadata. */
export type EndpointFault =
  | 'not-https'
  | 'not-a-url'
  /** Another registrable domain than the issuer's. */
  | 'elsewhere';

export type Endpoint = {
  /** "token_endpoint". */
  readonly name: string;
  readonly url: string;
  readonly fault: EndpointFault | null;
};

/** The metadata of an issuer as far as it is judged (RFC 8414 §2, OpenID Connect Discovery §3). */
export type Metadata = {
  readonly issuer: string | null;
  readonly endpoints: readonly Endpoint[];
  readonly jwksUri: string | null;
  readonly introspectionEndpoint: string | null;
  /** Members that the standard requires and that are not there. */
  readonly missing: readonly string[];
  /** Algorithms it says it signs ID tokens with; empty: it does not say. */
  readonly signingAlgorithms: readonly string[];
};

const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'userinfo_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'registration_endpoint',
  'end_session_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'backchannel_authentication_endpoint',
];

const longestUrl = 2048;

export function readMetadata(
  document: Readonly<Record<string, unknown>>,
  kind: 'openid' | 'oauth',
  issuer: URL,
): Metadata {
  const urlOf = (name: string): string | null => textIn(document[name])?.slice(0, longestUrl) ?? null;
  const endpoints = endpointNames.flatMap((name): readonly Endpoint[] => {
    const url = urlOf(name);
    return url === null ? [] : [{ name, url, fault: faultOf(url, issuer) }];
  });
  const algorithms = document.id_token_signing_alg_values_supported;
  return {
    issuer: textIn(document.issuer)?.slice(0, longestUrl) ?? null,
    endpoints,
    jwksUri: urlOf('jwks_uri'),
    introspectionEndpoint: urlOf('introspection_endpoint'),
    missing: requiredOf(document, kind).filter((name) => !Object.hasOwn(document, name)),
    signingAlgorithms: Array.isArray(algorithms)
      ? algorithms.flatMap((one) => textIn(one)?.slice(0, 40) ?? []).slice(0, 32)
      : [],
  };
}

function requiredOf(
  document: Readonly<Record<string, unknown>>,
  kind: 'openid' | 'oauth',
): readonly string[] {
  const types = document.response_types_supported;
  const grants = document.grant_types_supported;
  // Both standards ask for these only where a grant uses them.
  const usesCode = !Array.isArray(types) || types.length > 0;
  const onlyImplicit =
    Array.isArray(grants) && grants.every((grant) => grant === 'implicit') && grants.length > 0;
  return [
    'issuer',
    'response_types_supported',
    ...(usesCode ? ['authorization_endpoint'] : []),
    ...(onlyImplicit ? [] : ['token_endpoint']),
    ...(kind === 'openid'
      ? ['jwks_uri', 'subject_types_supported', 'id_token_signing_alg_values_supported']
      : []),
  ];
}

function faultOf(text: string, issuer: URL): EndpointFault | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'not-a-url';
  if (url.protocol === 'http:') return 'not-https';
  if (url.hostname === issuer.hostname) return null;
  const home = registrableDomain(issuer.hostname);
  return home !== null && registrableDomain(url.hostname) === home ? null : 'elsewhere';
}
