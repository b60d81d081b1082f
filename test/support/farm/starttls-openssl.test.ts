import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../certificates/scenarios.ts';
import { opensslIsHere } from './openssl-server.ts';
import { startStarttls, starttlsSchemes } from './starttls-servers.ts';

const { chain, key } = forgeScenario('healthy-rsa', { now: new Date() });

/** A client we did not write has to find its way through the conversation as well. */
describe.skipIf(!opensslIsHere)('openssl gets to TLS through our stand-ins', () => {
  it.each(starttlsSchemes)('%s', async (scheme) => {
    await using server = await startStarttls(scheme, { manner: 'offers' }, { chain, key });
    const place = `127.0.0.1:${server.port}`;
    const flags = ['s_client', '-connect', place, '-starttls', scheme, '-xmpphost', 'site.test'];
    const printed = await new Promise<string>((resolve) => {
      const client = execFile('openssl', flags, { timeout: 60_000 }, (_error, out) => resolve(out));
      client.stdin?.end();
    });
    expect(printed).toContain('BEGIN CERTIFICATE');
    expect(printed).toMatch(/New, TLSv1\.[23], Cipher is/);
  });
});
