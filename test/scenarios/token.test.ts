import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import type { FindingId } from '../../src/core/finding.ts';
import type { TokenReport } from '../../src/core/token-report.ts';
import { createInspectToken } from '../../src/diagnose/inspect-token.ts';
import type { IntrospectionClient } from '../../src/oauth/introspect.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { tokenMessage } from '../../src/views/token.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { answersJson, type IssuerSettings, signingKey, startIssuer } from '../support/farm/issuer.ts';
import { loopbackNetwork, noSignal } from '../support/loopback.ts';
import { mint, mintWithoutKey } from '../support/minting.ts';

const { host, anchorsPem, chain, key } = forgeScenario('healthy', { now: realNow });
const first = signingKey('first');
const rsa = signingKey('rsa', 'RS256');
const stranger = signingKey('first');
const seconds = Math.floor(realNow.getTime() / 1000);
const audience = 'https://api.example';

let folder = '';
let hostsFile = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-hosts-'));
  hostsFile = join(folder, 'hosts');
  await writeFile(hostsFile, `127.0.0.1 ${host}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

type Asked = { readonly issuer?: string | null; readonly audience?: string | null };
type Make = (issuer: string, claims: Record<string, unknown>) => string;

async function inspect(
  make: Make,
  asked: Asked = {},
  settings: Partial<IssuerSettings> = {},
  clientOf: (issuer: string) => readonly IntrospectionClient[] = () => [],
): Promise<TokenReport> {
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

const sound: Make = (_issuer, claims) => mint(first, claims);
const changed =
  (changes: Record<string, unknown>): Make =>
  (_issuer, claims) =>
    mint(first, { ...claims, ...changes });

const rows: readonly (readonly [string, Make, FindingId])[] = [
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

describe('a token', () => {
  it.each(rows)('%s', async (_name, make, finding) => {
    const report = await inspect(make);
    expect(report.rootCause?.id, JSON.stringify(report)).toBe(finding);
    expect(report.verdict).toBe('refused');
  });

  it('in order is accepted, with what was pasted around it', async () => {
    const quoted: Make = (...all) => `"Bearer ${sound(...all)}"\n`;
    for (const make of [sound, quoted]) {
      const report = await inspect(make);
      expect(report.verdict, JSON.stringify(report)).toBe('accepted');
      expect(report.findings).toEqual([]);
    }
    expect((await inspect((_issuer, claims) => mint(rsa, claims))).verdict).toBe('accepted');
  });

  it('with several faults has them all told, the first a server trips on first', async () => {
    const report = await inspect((_issuer, claims) =>
      mint(stranger, { ...claims, exp: seconds - 60, aud: 'other' }),
    );
    expect(report.findings.map(({ id }) => id)).toEqual([
      'oauth/token-signature',
      'oauth/token-expired',
      'oauth/token-audience',
    ]);
  });

  it('whose issuer cannot be reached is judged as far as it goes', async () => {
    const report = await inspect(changed({ iss: 'https://127.0.0.1:1' }), { issuer: null });
    expect(report.verdict).toBe('unsure');
    expect(report.issuer?.rootCause?.id).toBe('tcp/refused');
    expect(report.unchecked.join(' ')).toContain('tcp/refused');
  });

  it('bound to a key is in order, and the caller hears that it needs its proof', async () => {
    const report = await inspect(changed({ cnf: { jkt: 'thumb' } }));
    expect(report.verdict).toBe('accepted');
    expect(report.findings.map(({ id }) => id)).toEqual(['oauth/token-bound']);
  });

  it('shows nothing of a person, and nothing that could be used', async () => {
    let token = '';
    const report = await inspect((_issuer, claims) => {
      token = mint(first, { ...claims, email: 'bo@people.example', name: 'Bo Person' });
      return token;
    });
    const said = JSON.stringify([report, tokenMessage(report)]);
    expect(said).not.toContain('people.example');
    expect(said).not.toContain('Bo Person');
    for (const part of token.split('.').slice(1)) {
      for (let at = 0; at + 12 <= part.length; at += 1) expect(said).not.toContain(part.slice(at, at + 12));
    }
    expect(said).toContain('email');
  });
});

describe('introspection', () => {
  const client = (issuer: string) => [{ issuer, id: 'notafter', secret: 'quiet secret' }];
  const endpoint = (issuer: string) => ({ introspection_endpoint: `${issuer}/introspect` });
  const saying = (answer: unknown, status = 200): Partial<IssuerSettings> => ({
    changes: endpoint,
    answers: { '/introspect': answersJson(answer, status) },
  });

  it('tells a revoked token', async () => {
    const report = await inspect(sound, {}, saying({ active: false }), client);
    expect(report.rootCause?.id).toBe('oauth/token-inactive');
  });

  it('tells an opaque token that is active', async () => {
    const report = await inspect(() => 'opaque_but_fine', {}, saying({ active: true }), client);
    expect(report.verdict).toBe('accepted');
  });

  it('that fails is said, and not taken for an answer', async () => {
    const report = await inspect(sound, {}, saying({ error: 'invalid_client' }, 401), client);
    expect(report.verdict).toBe('accepted');
    expect(report.unchecked.join(' ')).toContain('could not be asked');
  });

  it('is not asked of another issuer, nor in the clear', async () => {
    const asked = await inspect(sound, {}, saying({ active: false }), () => client('https://other.example'));
    expect(asked.unchecked.join(' ')).toContain('INTROSPECTION_CLIENTS');
    const clear = {
      ...saying({ active: false }),
      changes: (issuer: string) => ({
        introspection_endpoint: `${issuer.replace('https', 'http')}/introspect`,
      }),
    };
    expect((await inspect(sound, {}, clear, client)).unchecked.join(' ')).toContain(
      'not one to trust a token to',
    );
  });
});
