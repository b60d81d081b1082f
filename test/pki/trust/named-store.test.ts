import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { readPem } from '../../../src/pki/files/pem/pem.ts';
import { bundledMozillaStore, mozillaStore, nodeStore } from '../../../src/pki/trust/named-store.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { forgeRoot } from '../../support/certificates/forge.ts';
import { readForged } from '../../support/certificates/read.ts';

const root = forgeRoot();
const dated = (comment: string) => mozillaStore(`${comment}\n${root.pem}`);
const curls = '## Certificate data from Mozilla as of: Tue Sep  9 03:12:01 2025 GMT';

describe('the list that comes with the project', () => {
  const text = readFileSync('src/pki/trust/mozilla-roots.pem', 'utf8');
  const roots = readPem(text).map((der) => new X509Certificate(der));

  it('is whole: each root is a CA, signed by itself, and has the fingerprint written beside it', () => {
    expect(roots).toHaveLength(118);
    expect(text).toContain(': 118 roots.');
    const written = [...text.matchAll(/^# SHA-256: ([0-9a-f]{64})$/gm)].map(([, fingerprint]) => fingerprint);
    expect(roots.map(({ fingerprint256 }) => fingerprint256.replaceAll(':', '').toLowerCase())).toEqual(
      written,
    );
    for (const certificate of roots) {
      expect(certificate.ca, certificate.subject).toBe(true);
      expect(certificate.verify(certificate.publicKey), certificate.subject).toBe(true);
    }
  });

  it("is read by our own reader without loss, and is much the same as this Node's", () => {
    const { set, asOf } = bundledMozillaStore();
    expect(set.anchors).toHaveLength(118);
    expect(asOf?.toISOString()).toBe('2026-10-21T00:00:00.000Z');
    const nodes = new Set(getCACertificates('bundled').map((pem) => new X509Certificate(pem).fingerprint256));
    expect(roots.filter(({ fingerprint256 }) => nodes.has(fingerprint256)).length).toBeGreaterThan(90);
  });
});

describe('the date of a list', () => {
  it.each([
    [curls, "Mozilla's list of 2025-09"],
    ['# As of: 2026-10-21', "Mozilla's list of 2026-10"],
    ['# Bundle of CA certificates', "Mozilla's list"],
    ['# As of: the day before yesterday', "Mozilla's list"],
  ])('%s: %s', (comment, name) => {
    expect(dated(comment).name).toBe(name);
  });

  it.each([
    ['24.0.0', '2026-09-08'],
    ['24.21.0', '2026-09-08'],
    ['24.21.1', null],
    ['24.22.0', null],
    ['26.3.0', '2026-10-21'],
    ['26.12.2', null],
    ['28.0.0', null],
  ])('of Node %s is no newer than %s', (version, day) => {
    expect(nodeStore(version).asOf?.toISOString().slice(0, 10) ?? null).toBe(day);
  });
});

describe('which list judges', () => {
  const judge = (nodeVersion: string, mozillaCaPem: string | null = null) =>
    loadTrustStore({ nodeVersion, mozillaCaPem }).judge.name;

  it('is the newest: the bundled one, until Node is newer', () => {
    expect(judge('24.21.0')).toBe("Mozilla's list of 2026-10");
    expect(judge('26.12.1')).toBe("Mozilla's list of 2026-10");
    expect(judge('26.13.0')).toBe("this Node's list (26.13.0)");
  });

  it('is the file of MOZILLA_CA_FILE, unless it is known to be older', () => {
    expect(judge('24.21.0', `# As of: 2027-02-01\n${root.pem}`)).toBe("Mozilla's list of 2027-02");
    expect(judge('28.0.0', root.pem)).toBe("Mozilla's list as given by MOZILLA_CA_FILE");
    expect(judge('24.21.0', `${curls}\n${root.pem}`)).toBe("this Node's list (24.21.0)");
  });

  it('refuses a file without certificates, by name', () => {
    expect(() => judge('24.21.0', '# nothing')).toThrow(/^MOZILLA_CA_FILE holds no certificate/);
  });

  it('makes whatever any public list has public, and nothing else', () => {
    const other = forgeRoot({ subject: 'Other' });
    const trust = loadTrustStore({
      nodeVersion: '24.21.0',
      extraCaPem: forgeRoot({ subject: 'Own' }).pem,
      stores: [dated('# As of: 2026-10-21'), { ...nodeStore('24.1.0'), set: mozillaStore(other.pem).set }],
    });
    expect(trust.isPublic(readForged(root))).toBe(true);
    expect(trust.isPublic(readForged(other))).toBe(true);
    expect(trust.has(readForged(other))).toBe(false);
    expect(trust.stores.map(({ kind }) => kind)).toEqual(['mozilla', 'node', 'extra']);
  });
});
