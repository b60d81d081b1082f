import { getDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { diffieHellmanKeyExchange } from '../../../support/farm/flight.ts';
import { ssl2ServerHello, startPaperServer } from '../../../support/farm/paper-server.ts';
import { scanAt, spokenVersions, suitesOf } from '../../../support/scanning.ts';

const intermediate = forgeIntermediate(forgeRoot());
const certificates = [forgeLeaf(intermediate, { key: 'rsa2048' }).der];
const handshake = { extent: 'handshake' } as const;

describe('a scan of what no library speaks any more', () => {
  it('SSL 2.0, with all its ciphers in one answer', async () => {
    await using server = await startPaperServer({
      suites: {},
      first(socket, bytes) {
        if (bytes[0] !== 0x80) return false;
        socket.write(ssl2ServerHello(certificates[0] ?? Buffer.alloc(0), [0x010080, 0x020080, 0x0700c0]));
        return true;
      },
    });
    const scan = await scanAt(server, handshake);
    expect(spokenVersions(scan)).toEqual(['SSL 2.0']);
    expect(suitesOf(scan, 'SSL 2.0')).toEqual(['RC4-MD5', 'EXP-RC4-MD5', 'DES-CBC3-MD5']);
    const flaws = scan.versions.at(-1)?.suites.map((suite) => [suite.bits, ...suite.flaws]);
    expect(flaws).toEqual([
      [128, 'rc4', 'md5'],
      [40, 'rc4', 'md5', 'export'],
      [112, '3des', 'md5'],
    ]);
  });

  it('SSL 3.0, export ciphers and RC4, in its own order', async () => {
    const suites = { 768: [0x0004, 0x0003, 0x000a, 0x0008, 0x0014] };
    await using server = await startPaperServer({
      suites,
      flight: () => ({ certificates, extensions: false }),
    });
    const scan = await scanAt(server, handshake);
    expect(spokenVersions(scan)).toEqual(['SSL 3.0']);
    expect(suitesOf(scan, 'SSL 3.0')).toEqual([
      'RC4-MD5',
      'EXP-RC4-MD5',
      'DES-CBC3-SHA',
      'EXP-DES-CBC-SHA',
      'EXP-EDH-RSA-DES-CBC-SHA',
    ]);
  });

  it('compression and no protection of renegotiation', async () => {
    await using server = await startPaperServer({
      suites: { 769: [0x002f] },
      flight: ({ compression }) => ({
        certificates,
        extensions: false,
        compression: compression.includes(1) ? 1 : 0,
      }),
    });
    const { features } = await scanAt(server);
    expect(features).toMatchObject({
      compression: true,
      secureRenegotiation: false,
      extendedMasterSecret: false,
    });
  });

  it('a Diffie-Hellman prime of 512 bits, kept, for an export suite', async () => {
    const prime = Buffer.from(getDiffieHellman('modp1').getPrime()).subarray(0, 64);
    await using server = await startPaperServer({
      suites: { 769: [0x0014, 0x0033] },
      flight: () => ({ certificates, serverKeyExchange: diffieHellmanKeyExchange(prime) }),
    });
    const { diffieHellman } = await scanAt(server, handshake);
    expect(diffieHellman).toEqual([
      {
        bits: 512,
        origin: null,
        suites: ['TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA', 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA'],
        keyKept: true,
      },
    ]);
  });
});

describe('a scan copes with', () => {
  it('a server that chokes on hundreds of suites', async () => {
    const list = [0xc02f, 0x002f, 0x0005, 0x000a];
    await using server = await startPaperServer({
      suites: { 771: list },
      flight: () => ({ certificates }),
      first(socket, bytes) {
        if (bytes.readUInt16BE(44) / 2 <= 128) return false;
        socket.destroy();
        return true;
      },
    });
    const scan = await scanAt(server, handshake);
    expect(suitesOf(scan, 'TLS 1.2')).toEqual([
      'ECDHE-RSA-AES128-GCM-SHA256',
      'AES128-SHA',
      'RC4-SHA',
      'DES-CBC3-SHA',
    ]);
  });

  it('a server that hangs up where it finds nothing', async () => {
    await using server = await startPaperServer({
      suites: { 771: [0xc02f, 0x002f] },
      flight: () => ({ certificates }),
      refuse: (socket) => socket.resetAndDestroy(),
    });
    const scan = await scanAt(server, handshake);
    expect(suitesOf(scan, 'TLS 1.2')).toEqual(['ECDHE-RSA-AES128-GCM-SHA256', 'AES128-SHA']);
    expect(scan.complete).toBe(true);
  });

  it('a server that has had enough after a while, and does not call its list whole', async () => {
    let seen = 0;
    await using server = await startPaperServer({
      suites: { 771: [0xc02f, 0x002f, 0x0035, 0x000a] },
      flight: () => ({ certificates }),
      first(socket, bytes) {
        // TLS 1.3 shows the same version, and a session ID.
        if (bytes[0] !== 22 || bytes.readUInt16BE(9) !== 0x0303 || bytes[43] !== 0) return false;
        seen += 1;
        if (seen <= 2) return false;
        socket.destroy();
        return true;
      },
    });
    const scan = await scanAt(server, handshake);
    expect(suitesOf(scan, 'TLS 1.2')).toHaveLength(2);
    expect(scan.complete).toBe(false);
  });

  it('a server that answers in another version, or chooses what was not on offer', async () => {
    await using server = await startPaperServer({
      suites: { 771: [0x002f], 770: [0xc013] },
      flight: ({ version }) => (version === 0x0302 ? { cipherSuite: 0x1301 } : { version: 0x0301 }),
    });
    const scan = await scanAt(server, handshake);
    expect(spokenVersions(scan)).toEqual([]);
    expect(scan.versions.find(({ name }) => name === 'TLS 1.2')?.outcome).toBe('refused');
  });
});
