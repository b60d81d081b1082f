import { describe, expect, it } from 'vitest';
import { cert } from '../../commands/cert.ts';
import { tls } from '../../commands/tls.ts';
import { gradesOf } from '../../src/checks/grade/tls-grade.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { factsIn } from '../../src/diagnose/facts-in.ts';
import { probes } from '../../src/probes/index.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { memoryServices, run, words } from '../support/commanding.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import type { FarmServer } from '../support/farm/listener.ts';
import { closeAfterHello } from '../support/farm/raw-servers.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy-rsa', { now: realNow });

const gradeTls: CommandServices['gradeTls'] = ({ results, findings }) => {
  const scan = factsIn(results, 'tls-scan');
  return scan === undefined ? [] : gradesOf(scan, findings);
};

async function messagesAbout(server: FarmServer) {
  const services = memoryServices({ diagnose: openEngine({ anchorsPem }), gradeTls, ladder: probes });
  return run(tls, '', { target: `tls://${host}:${server.port}`, address: '127.0.0.1' }, services);
}

describe('/tls', () => {
  it('says the grade first, then why, then what is spoken', async () => {
    const ciphers = 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA:NULL-SHA256:@SECLEVEL=0';
    await using server = await startTlsServer({ chain, key, options: { ciphers, minVersion: 'TLSv1.1' } });
    const messages = await messagesAbout(server);
    const answer = messages.at(-1);
    const first = words(answer).split('\n');
    const said = answer === undefined ? '' : words(withDetailsInside(answer));
    expect(answer?.summary).toMatch(/has grade F: Suites without encryption are accepted\. Fix: \S/);
    expect(answer?.tone).toBe('bad');
    expect(said).toContain('at most C: TLS 1.0 or 1.1 is spoken');
    expect(said).toContain('NULL-SHA256');
    expect(first[0]).toContain('has grade F');
    expect(first[1]).toMatch(/^Fix: /);
    expect(first[2]).toMatch(/^Versions/);
    const file = answer?.details?.files?.[0];
    expect(file?.name).toBe(`tls-${host}-127.0.0.1.txt`);
    expect(file?.text).toContain('TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA ECDHE-RSA-AES128-SHA');
    expect(answer?.record).toMatchObject({ grades: [{ letter: 'F' }], scans: [{ complete: true }] });
  });

  it('shows what it has found while it looks on', async () => {
    await using server = await startTlsServer({ chain, key });
    const growing = (await messagesAbout(server)).slice(0, -1).map(words).join('\n');
    expect(growing).toContain('Scanning');
    expect(growing).toMatch(/TLS 1\.\d: \d+ suites?/);
  });

  it('gives the best grade to a server that has the best of all', async () => {
    const options = {
      ciphers: 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256',
      ecdhCurve: 'X25519MLKEM768:X25519',
    };
    await using server = await startTlsServer({ chain, key, options: { ...options, minVersion: 'TLSv1.3' } });
    expect((await messagesAbout(server)).at(-1)?.summary).toMatch(/has grade A\+$/);
  });

  it.each([
    [tls, 'http://example.org', 'https://'],
    [tls, 'grpc://example.org', 'grpcs://'],
    [tls, 'tcp://example.org:22', 'tls://'],
    [cert, 'ws://example.org', 'wss://'],
  ])('is not said to be healthy where no TLS is spoken: %#', async (command, target, secure) => {
    await expect(run(command, '', { target })).rejects.toThrow(`Try it as ${secure}.`);
  });

  it('tells the diagnosis where there is no TLS to scan', async () => {
    await using server = await closeAfterHello();
    expect((await messagesAbout(server)).at(-1)?.summary).toContain('is broken');
  });
});
