import type { Verdict } from '../../../src/core/diagnosis.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { realNow } from '../diagnosing.ts';
import { answersStatus, redirectsTo } from '../farm/http-answers.ts';
import { type IssuerSettings, signingKey, startIssuer } from '../farm/issuer.ts';
import { startOidcProvider } from '../farm/oidc-provider.ts';
import { type Stage, setStage } from './stage.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };
const first = signingKey('first');
const rsa = signingKey('rsa', 'RS256');

type Row = readonly [
  string,
  Verdict,
  FindingId | null,
  Partial<IssuerSettings>,
  more?: { readonly shows?: RegExp; readonly also?: readonly FindingId[] },
];

const page = answersStatus(200, { 'content-type': 'text/html' }, Buffer.from('<html></html>'));
const openid = '/.well-known/openid-configuration';
const oauth = '/.well-known/oauth-authorization-server';
const both = (answer: typeof page): Partial<IssuerSettings> => ({
  answers: { [openid]: answer, [oauth]: answer },
});
const changed = (
  changes: (issuer: string) => Readonly<Record<string, unknown>>,
): Partial<IssuerSettings> => ({ changes });
const privateJwk = first.privateKey.export({ format: 'jwk' });

const rows: readonly Row[] = [
  ['issuer in order', 'healthy', null, {}],
  ['issuer with a path', 'healthy', null, { path: '/realms/shop' }],
  ['issuer of OAuth alone', 'healthy', null, { kind: 'oauth', path: '/tenant' }],
  ['issuer of OpenID Connect alone', 'healthy', null, { kind: 'openid' }],
  ['issuer with a slash at its end', 'healthy', null, changed((issuer) => ({ issuer: `${issuer}/` }))],
  [
    'issuer for machines',
    'healthy',
    'oauth/metadata',
    changed(() => ({ authorization_endpoint: null, token_endpoint: null })),
  ],
  ['issuer of opaque tokens', 'healthy', null, { kind: 'oauth', changes: () => ({ jwks_uri: null }) }],
  [
    'issuer with an endpoint elsewhere',
    'healthy',
    'oauth/endpoints',
    changed(() => ({ userinfo_endpoint: 'https://api.elsewhere.example/me' })),
  ],
  ['discovery 404', 'broken', 'oauth/discovery', both(answersStatus(404)), { shows: /< HTTP\/1\.1 404/ }],
  ['discovery 503', 'broken', 'oauth/discovery', both(answersStatus(503)), { shows: /< HTTP\/1\.1 503/ }],
  ['discovery is a web page', 'broken', 'oauth/discovery', both(page), { shows: /<html>/ }],
  [
    'discovery is redirected',
    'degraded',
    'oauth/discovery',
    both(redirectsTo('https://login.example/')),
    { shows: /[Ll]ocation: https:\/\/login/ },
  ],
  [
    'discovery of another issuer',
    'broken',
    'oauth/issuer-mismatch',
    changed(() => ({ issuer: 'https://other.example' })),
    { shows: /other\.example/ },
  ],
  [
    'discovery with http in its issuer',
    'broken',
    'oauth/issuer-mismatch',
    changed((issuer) => ({ issuer: issuer.replace('https', 'http') })),
  ],
  ['discovery without an issuer', 'broken', 'oauth/issuer-mismatch', changed(() => ({ issuer: null }))],
  [
    'discovery with a slash too many',
    'broken',
    'oauth/issuer-mismatch',
    { path: '/realms/shop', changes: (issuer) => ({ issuer: `${issuer}/` }) },
  ],
  [
    'discovery of all tenants',
    'degraded',
    'oauth/issuer-mismatch',
    { path: '/common', changes: (issuer) => ({ issuer: issuer.replace('common', '{tenantid}') }) },
  ],
  [
    'endpoint in the clear',
    'degraded',
    'oauth/endpoints',
    changed((issuer) => ({ token_endpoint: `${issuer.replace('https', 'http')}/token` })),
    { shows: /"token_endpoint":"http:/ },
  ],
  [
    'JWKS 404',
    'broken',
    'oauth/jwks',
    { answers: { '/jwks': answersStatus(404) } },
    { shows: /< HTTP\/1\.1 404/ },
  ],
  [
    'JWKS redirected',
    'broken',
    'oauth/jwks',
    { answers: { '/jwks': redirectsTo('https://169.254.169.254/') } },
    { shows: /[Ll]ocation/ },
  ],
  ['JWKS is a web page', 'broken', 'oauth/jwks', { answers: { '/jwks': page } }, { shows: /<html>/ }],
  [
    'JWKS at the metadata address of a cloud',
    'unknown',
    'oauth/jwks',
    changed(() => ({ jwks_uri: 'https://169.254.169.254/keys' })),
    { shows: /./ },
  ],
  [
    'JWKS in a file',
    'broken',
    'oauth/jwks',
    changed(() => ({ jwks_uri: 'file:///etc/passwd' })),
    { shows: /file:/ },
  ],
  [
    'JWKS without an address',
    'broken',
    'oauth/jwks',
    changed(() => ({ jwks_uri: null })),
    { shows: /"issuer"/ },
  ],
  ['JWKS without keys', 'broken', 'oauth/jwks', { keys: [] }, { shows: /"keys":\[\]/ }],
  [
    'JWKS for encryption only',
    'broken',
    'oauth/jwks',
    { keys: [{ ...rsa.publicJwk, use: 'enc', alg: 'RSA-OAEP-256' }] },
    { shows: /"enc"/ },
  ],
  [
    'JWKS with a private key',
    'broken',
    'oauth/private-key',
    { keys: [{ ...privateJwk, kid: 'burnt' }, rsa.publicJwk] },
    { shows: /"kid":"burnt"/ },
  ],
  [
    'JWKS with a weak key',
    'degraded',
    'oauth/keys',
    { keys: [signingKey('weak', 'weak').publicJwk, rsa.publicJwk] },
    { shows: /"kid":"weak"/ },
  ],
  [
    'JWKS with a kid twice',
    'degraded',
    'oauth/keys',
    { keys: [first.publicJwk, signingKey('first').publicJwk] },
    { shows: /"kid":"first"/ },
  ],
  [
    'JWKS with a certificate of another key',
    'degraded',
    'oauth/keys',
    { keys: [{ ...first.publicJwk, x5c: [Buffer.from(chain[0] ?? []).toString('base64')] }] },
    { shows: /"x5c"/ },
  ],
  [
    'JWKS with a curious algorithm',
    'healthy',
    'oauth/keys',
    { keys: [first.publicJwk, { ...rsa.publicJwk, alg: 'ES256' }] },
    { shows: /"alg":"ES256"/ },
  ],
];

export const oauthStages: readonly Stage[] = [
  ...rows.map(
    ([name, verdict, finding, settings, more = {}]): Stage => ({
      name,
      verdict,
      finding,
      ...more,
      async open() {
        const server = await startIssuer({
          host,
          identity,
          keys: [first.publicJwk, rsa.publicJwk],
          ...settings,
        });
        return setStage({
          typed: `oauth:${server.issuer}`,
          address: '127.0.0.1',
          settings: { anchorsPem },
          servers: [server],
        });
      },
    }),
  ),
  ...['', '/op'].map(
    (path): Stage => ({
      name: `OpenID provider of a library${path === '' ? '' : ' below a path'}`,
      verdict: 'healthy',
      finding: null,
      async open() {
        const server = await startOidcProvider(host, identity, path);
        return setStage({
          typed: `oauth:https://${host}:${server.port}${path}`,
          address: '127.0.0.1',
          settings: { anchorsPem },
          servers: [server],
        });
      },
    }),
  ),
];
