import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks } from '../../../src/checks/index.ts';
import type { FindingId } from '../../../src/core/finding.ts';
import type { TokenReport } from '../../../src/core/token-report.ts';
import { createInspectToken } from '../../../src/diagnose/inspect-token.ts';
import type { IntrospectionClient } from '../../../src/oauth/introspect.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { forgeScenario } from '../certificates/scenarios.ts';
import { openEngine, realNow } from '../diagnosing.ts';
import { answersJson, type IssuerSettings, signingKey, startIssuer } from '../farm/issuer.ts';
import { loopbackNetwork, noSignal } from '../loopback.ts';
import { mint, mintWithoutKey } from '../minting.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
export const first = signingKey('first');
export const rsa = signingKey('rsa', 'RS256');
export const stranger = signingKey('first');
export const seconds = Math.floor(realNow.getTime() / 1000);
const audience = 'https://api.example';

export type Asked = { readonly issuer?: string | null; readonly audience?: string | null };
export type Make = (issuer: string, claims: Record<string, unknown>) => string;

/** What a resource server would say of a token that is made for a sound issuer on this machine. */
export async function inspect(
  make: Make,
  asked: Asked = {},
  settings: Partial<IssuerSettings> = {},
  clientOf: (issuer: string) => readonly IntrospectionClient[] = () => [],
): Promise<TokenReport> {
  const folder = await mkdtemp(join(tmpdir(), 'notafter-hosts-'));
  await using _gone = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  const hostsFile = join(folder, 'hosts');
  await writeFile(hostsFile, `127.0.0.1 ${host}\n`);
  await using server = await startIssuer({
    host,
    identity: { chain, key },
    keys: [first.publicJwk, rsa.publicJwk],
    ...settings,
  });
  const { issuer } = server;
  const diagnose = openEngine({ anchorsPem, hostsFile });
  const trust = loadTrustStore({
    nodeVersion: process.versions.node,
    extraCaPem: null,
    anchorsPem: [anchorsPem],
    transparency: 'not-demanded',
  });
  const inspectToken = createInspectToken({
    diagnose,
    checks,
    trust,
    network: loopbackNetwork({ hostsFile }),
    introspectionClients: clientOf(issuer),
    now: () => realNow,
  });
  const claims = {
    iss: issuer,
    aud: audience,
    exp: seconds + 300,
    iat: seconds - 10,
    sub: 'bo@people.example',
  };
  const question = { token: make(issuer, claims), issuer, audience, ...asked };
  // Awaited here: the issuer is gone once this returns.
  return await inspectToken(question, noSignal());
}

export const sound: Make = (_issuer, claims) => mint(first, claims);
export const changed =
  (changes: Record<string, unknown>): Make =>
  (_issuer, claims) =>
    mint(first, { ...claims, ...changes });

/** Tokens that are refused, each for one reason. */
export const tokenRows: readonly (readonly [string, Make, FindingId])[] = [
  ['expired', changed({ exp: seconds - 3600 }), 'oauth/token-expired'],
  ['future', changed({ nbf: seconds + 3600 }), 'oauth/token-not-yet-valid'],
  ['other audience', changed({ aud: ['account', 'other'] }), 'oauth/token-audience'],
  ['no audience', changed({ aud: undefined }), 'oauth/token-audience'],
  ['other issuer', changed({ iss: 'https://staging.example' }), 'oauth/token-issuer'],
  [
    'issuer with a slash',
    (issuer, claims) => mint(first, { ...claims, iss: `${issuer}/` }),
    'oauth/token-issuer',
  ],
  ['bad signature', (_issuer, claims) => mint(stranger, claims), 'oauth/token-signature'],
  [
    'changed payload',
    (issuer, claims) => swapped(mint(first, claims), mint(first, { ...claims, iss: issuer, admin: true })),
    'oauth/token-signature',
  ],
  [
    'JWKS lacks the kid',
    (_issuer, claims) => mint(first, claims, { kid: 'gone' }),
    'oauth/token-unknown-key',
  ],
  [
    'alg none',
    (_issuer, claims) => mintWithoutKey(claims, { alg: 'none', typ: 'JWT' }, null),
    'oauth/token-algorithm',
  ],
  [
    'HS256 with the public key as secret',
    (_issuer, claims) => mintWithoutKey(claims, { alg: 'HS256', kid: 'rsa' }, JSON.stringify(rsa.publicJwk)),
    'oauth/token-algorithm',
  ],
  [
    'RS256 with the name of an EC key',
    (_issuer, claims) => mint(rsa, claims, { kid: 'first' }),
    'oauth/token-algorithm',
  ],
  ['crit', (_issuer, claims) => mint(first, claims, { crit: ['x'], x: 1 }), 'oauth/token-critical'],
  ['cut short', (_issuer, claims) => mint(first, claims).slice(0, -60), 'oauth/token-signature'],
  [
    'signature missing',
    (_issuer, claims) => mint(first, claims).replace(/\.[^.]*$/, ''),
    'oauth/token-malformed',
  ],
  [
    'payload cut',
    (_issuer, claims) => mint(first, claims).replace(/\.([^.]{40})[^.]*\./, '.$1.'),
    'oauth/token-malformed',
  ],
  [
    'two tokens in one',
    (_issuer, claims) => `${mint(first, claims)}.${mint(first, claims)}`,
    'oauth/token-malformed',
  ],
  ['five parts', () => 'eyJhbGciOiJSU0EtT0FFUCJ9.QUFBQQ.QUFBQQ.QUFBQQ.QUFBQQ', 'oauth/token-malformed'],
  ['opaque', () => 'ya29.not-a-jwt'.replace('.', '_'), 'oauth/token-malformed'],
  ['exp in milliseconds', changed({ exp: (seconds + 300) * 1000 }), 'oauth/token-claims'],
  [
    'at+jwt without its claims',
    (_issuer, claims) => mint(first, claims, { typ: 'at+jwt' }),
    'oauth/token-claims',
  ],
];

function swapped(token: string, other: string): string {
  const [header, , signature] = token.split('.');
  return [header, other.split('.')[1], signature].join('.');
}

/** The credentials that INTROSPECTION_CLIENTS would give. */
export const client = (issuer: string) => [{ issuer, id: 'notafter', secret: 'quiet secret' }];
const endpoint = (issuer: string) => ({ introspection_endpoint: `${issuer}/introspect` });
export const saying = (answer: unknown, status = 200): Partial<IssuerSettings> => ({
  changes: endpoint,
  answers: { '/introspect': answersJson(answer, status) },
});
