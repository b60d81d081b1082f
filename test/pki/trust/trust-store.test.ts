import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { writePem } from '../../../src/pki/files/pem/pem.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';
import { forgeScenario } from '../../support/certificates/scenarios.ts';

const nodeVersion = '24.21.0';

describe('the trust store', () => {
  it("is Mozilla's list of the newest date at hand, read once", () => {
    const store = loadTrustStore({ nodeVersion });
    expect(store.name).toBe("Mozilla's list of 2026-10");
    expect(store.anchors.length).toBeGreaterThan(100);
    const [first] = store.anchors;
    if (first === undefined) throw new Error('an empty list');
    expect(store.has(first)).toBe(true);
    expect(store.isPublic(first)).toBe(true);
    expect(store.bySubject(first.subject.raw)).toContain(first);
    expect(loadTrustStore({ nodeVersion }).anchors[0]).toBe(first);
  });

  it('adds the certificates of EXTRA_CA_FILE, which are not public', () => {
    const own = forgeRoot({ subject: 'Own Root' });
    const store = loadTrustStore({ extraCaPem: `# ours\r\n${own.pem}${forgeRoot().pem}`, nodeVersion });
    const anchor = readForged(own);
    expect(store.name).toBe("Mozilla's list of 2026-10 and 2 of EXTRA_CA_FILE");
    expect(store.has(anchor)).toBe(true);
    expect(store.isPublic(anchor)).toBe(false);
    expect(store.bySubject(anchor.subject.raw)).toHaveLength(1);
    expect(store.has(readForged(forgeRoot({ subject: 'Own Root' })))).toBe(false);
    expect(store.bySubject('3000')).toEqual([]);
  });

  it('takes a given list in place of the bundled one', () => {
    const given = forgeRoot();
    const store = loadTrustStore({ anchorsPem: [given.pem], extraCaPem: null, nodeVersion });
    expect(store.anchors).toHaveLength(1);
    expect(store.isPublic(readForged(given))).toBe(true);
  });

  it('counts a certificate once that both lists have', () => {
    const given = forgeRoot();
    const store = loadTrustStore({ anchorsPem: [given.pem], extraCaPem: given.pem, nodeVersion });
    expect(store.anchors).toHaveLength(1);
    expect(store.isPublic(readForged(given))).toBe(true);
  });

  it('says what is wrong with EXTRA_CA_FILE', () => {
    const load = (extraCaPem: string) => () => loadTrustStore({ extraCaPem, nodeVersion });
    expect(load('')).toThrow(UserError);
    expect(load(forgeRoot().keyPem)).toThrow(/holds no certificate/);
    const broken = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
    expect(load(forgeRoot().pem + broken)).toThrow(
      /Certificate 2 of 2 in EXTRA_CA_FILE cannot be read: tbsCertificate is missing/,
    );
  });

  it('gives OpenSSL the same anchors, in one context', async () => {
    const now = new Date();
    const { chain, sent, key, anchors } = forgeScenario('healthy', { now });
    const [, intermediate] = sent;
    if (intermediate === undefined || anchors[0] === undefined) throw new Error('no intermediate');
    const verdicts: string[] = [];
    for (const anchor of [anchors[0], intermediate, forgeRoot({ now })]) {
      const store = loadTrustStore({ anchorsPem: [anchor.pem], nodeVersion });
      expect(store.secureContext).toBe(store.secureContext);
      verdicts.push(await opensslVerdict(chain, key, store.secureContext));
    }
    expect(verdicts).toEqual(['content', 'content', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']);
  });
});

type Context = ReturnType<typeof loadTrustStore>['secureContext'];
type Key = ReturnType<typeof forgeScenario>['key'];

function opensslVerdict(chain: readonly Uint8Array[], key: Key, secureContext: Context): Promise<string> {
  const cert = chain.map((der) => writePem(der)).join('');
  const server = createServer({ cert, key: key.export({ type: 'pkcs8', format: 'pem' }) });
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const socket = connect({
        host: '127.0.0.1',
        port,
        servername: 'site.test',
        secureContext,
        rejectUnauthorized: false,
      });
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        const verdict = socket.authorized ? 'content' : String(socket.authorizationError);
        socket.end();
        server.close(() => resolve(verdict));
      });
    });
  });
}
