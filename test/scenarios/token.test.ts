import { describe, expect, it } from 'vitest';
import { tokenMessage } from '../../src/views/token.ts';
import { mint } from '../support/minting.ts';
import {
  changed,
  client,
  first,
  inspect,
  type Make,
  rsa,
  saying,
  seconds,
  sound,
  stranger,
  tokenRows,
} from '../support/stages/tokens.ts';

describe('a token', () => {
  it.each(tokenRows)('%s', async (_name, make, finding) => {
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
