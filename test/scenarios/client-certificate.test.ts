import type { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/core/target.ts';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { pemOf, startTlsServer } from '../support/farm/tls-server.ts';
import { noSignal } from '../support/loopback.ts';

const site = forgeScenario('healthy-rsa', { now: realNow });
const clients = forgeRoot({ now: realNow, subject: 'Clients of the house' });
const leaf = forgeLeaf(clients, {
  now: realNow,
  subject: 'payments',
  extendedKeyUsage: ['clientAuth'],
  scts: 0,
});
const byAddress = forgeScenario('ip-san', { now: realNow });
const engine = {
  anchorsPem: site.anchorsPem + byAddress.anchorsPem,
  clients: { payments: leaf.pem + leaf.keyPem },
};

function asking(respond: string, seen: string[], { chain, key } = site) {
  return startTlsServer({
    chain,
    key,
    options: { requestCert: true, rejectUnauthorized: false, ca: pemOf([clients.der]) },
    onSession: (socket: TLSSocket) =>
      socket.once('data', () => {
        seen.push(socket.getPeerX509Certificate()?.subject ?? 'none');
        socket.end(respond);
      }),
  });
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
const moved = (to: string) =>
  `HTTP/1.1 302 Found\r\nLocation: ${to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;

describe('a client certificate', () => {
  it('is shown to the target, and to nobody a redirect leads to', async () => {
    const home: string[] = [];
    const elsewhere: string[] = [];
    await using other = await asking(ok, elsewhere, byAddress);
    await using server = await asking(moved(`https://127.0.0.1:${other.port}/`), home);
    const target = parseTarget(`https://site.test:${server.port}`, '127.0.0.1', 'payments');
    await openEngine(engine)(target, { depth: 'all', signal: noSignal() });
    expect(home).toEqual(['CN=payments']);
    expect(elsewhere).toEqual(['none']);
  });

  it('is named in the facts, and its key is nowhere in the record', async () => {
    await using server = await asking(ok, []);
    const target = parseTarget(`https://site.test:${server.port}`, '127.0.0.1', 'payments');
    const diagnosis = await openEngine(engine)(target, { depth: 'all', signal: noSignal() });
    const record = JSON.stringify(diagnosis);
    expect(record).toContain('CN=payments');
    expect(record).not.toContain('PRIVATE KEY');
    expect(record).not.toContain(leaf.key.export({ format: 'jwk' }).d);
  });

  it('that is not configured here says nothing about the target', async () => {
    const target = parseTarget('https://site.test:1', '127.0.0.1', 'gone');
    await using server = await asking(ok, []);
    const diagnosis = await openEngine(engine)(
      { ...target, port: server.port },
      { depth: 'certificate', signal: noSignal() },
    );
    expect(diagnosis).toMatchObject({ verdict: 'unknown', blame: 'our-vantage' });
    expect(diagnosis.rootCause?.id).toBe('target/client-unknown');
    expect(server.connections()).toBe(1);
  });
});
