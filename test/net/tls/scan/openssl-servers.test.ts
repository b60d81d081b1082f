import { describe, expect, it } from 'vitest';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { opensslIsHere, startOpensslServer } from '../../../support/farm/openssl-server.ts';
import { scanAt, spokenVersions, suitesOf } from '../../../support/scanning.ts';

const intermediate = forgeIntermediate(forgeRoot());
const rsa = forgeLeaf(intermediate, { key: 'rsa2048' });
const ecdsa = forgeLeaf(intermediate);
const everything = 'ALL:COMPLEMENTOFALL:@SECLEVEL=0';

describe.skipIf(!opensslIsHere)('a scan of openssl s_server', () => {
  it('lists suites in the order of the server, whatever that is', async () => {
    const list = [
      'AES128-SHA',
      'ECDHE-RSA-AES256-GCM-SHA384',
      'NULL-SHA256',
      'DHE-RSA-AES128-SHA',
      'ECDHE-RSA-AES128-SHA',
    ];
    const flags = ['-cipher', `${list.join(':')}:@SECLEVEL=0`, '-serverpref'];
    await using server = await startOpensslServer([rsa, intermediate], { flags });
    const scan = await scanAt(server);
    expect(suitesOf(scan, 'TLS 1.2')).toEqual(list);
    expect(suitesOf(scan, 'TLS 1.0')).toEqual(['AES128-SHA', 'DHE-RSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA']);
    expect(scan.versions.find(({ name }) => name === 'TLS 1.2')?.decider).toBe('server');
    expect(scan.complete).toBe(true);
  });

  it('tells when the client decides', async () => {
    const flags = [
      '-cipher',
      'AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0',
      '-ciphersuites',
      'TLS_AES_128_GCM_SHA256',
    ];
    await using server = await startOpensslServer([rsa, intermediate], { flags });
    const { versions } = await scanAt(server);
    const deciders = Object.fromEntries(versions.map(({ name, decider }) => [name, decider]));
    expect(deciders).toMatchObject({ 'TLS 1.3': 'one', 'TLS 1.2': 'client' });
  });

  it.each([
    [['-tls1'], ['TLS 1.0']],
    [['-tls1_1'], ['TLS 1.1']],
    [['-tls1_2'], ['TLS 1.2']],
    [['-tls1_3'], ['TLS 1.3']],
    [['-no_tls1_2'], ['TLS 1.3', 'TLS 1.1', 'TLS 1.0']],
  ])('finds the versions of %s', async (versionFlags, expected) => {
    const flags = ['-cipher', everything, ...versionFlags];
    await using server = await startOpensslServer([rsa, intermediate], { flags });
    const scan = await scanAt(server);
    expect(spokenVersions(scan)).toEqual(expected);
    expect(scan.complete).toBe(true);
  });

  it('sees both certificates of a server that has two', async () => {
    const second = ['-dcert', 'ecdsa.pem', '-dkey', 'ecdsa-key.pem'];
    await using server = await startOpensslServer([rsa, intermediate], {
      flags: second,
      files: { 'ecdsa.pem': ecdsa.pem, 'ecdsa-key.pem': ecdsa.keyPem },
    });
    const { certificates } = await scanAt(server);
    const seen = certificates.map(({ der, askedFor }) => [
      askedFor,
      Buffer.compare(der, askedFor === 'RSA' ? rsa.der : ecdsa.der),
    ]);
    expect(seen.toSorted()).toEqual([
      ['ECDSA', 0],
      ['RSA', 0],
    ]);
  });

  it('sees an Ed25519 certificate in TLS 1.2 as in TLS 1.3', async () => {
    const edwards = forgeLeaf(intermediate, { key: 'ed25519' });
    for (const flag of ['-tls1_2', '-tls1_3']) {
      await using server = await startOpensslServer([edwards, intermediate], { flags: [flag] });
      const { certificates } = await scanAt(server);
      expect(
        certificates.some(({ der }) => Buffer.compare(der, edwards.der) === 0),
        flag,
      ).toBe(true);
    }
  });

  it('finds every group, in TLS 1.3 and before, and goes on past the curve of an ECDSA certificate', async () => {
    const groups = 'P-384:X25519:P-256:ffdhe2048';
    await using server = await startOpensslServer([ecdsa, intermediate], {
      flags: ['-groups', groups, '-serverpref'],
    });
    const scan = await scanAt(server);
    expect(scan.modernGroups?.groups.map(({ name }) => name)).toEqual([
      'P-384',
      'X25519',
      'P-256',
      'ffdhe2048',
    ]);
    expect(scan.modernGroups?.decider).toBe('server');
    expect(scan.olderGroups?.groups.map(({ name }) => name).toSorted()).toEqual(['P-256', 'P-384', 'X25519']);
  });

  it('names the prime of a Diffie-Hellman exchange and its size', async () => {
    const flags = ['-cipher', 'DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', '-tls1_2'];
    await using server = await startOpensslServer([rsa, intermediate], { flags });
    const [exchange] = (await scanAt(server)).diffieHellman;
    expect(exchange).toMatchObject({ keyKept: false, suites: ['TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'] });
    expect(exchange?.origin).toMatch(/RFC/);
    expect(exchange?.bits).toBeGreaterThanOrEqual(1024);
  });

  it('tells what OpenSSL can do', async () => {
    await using server = await startOpensslServer([rsa, intermediate], {
      flags: ['-cipher', everything, '-alpn', 'http/1.1,h2'],
    });
    const { features, sessions, alpn } = await scanAt(server);
    expect(alpn).toEqual(['http/1.1', 'h2']);
    expect(features).toMatchObject({
      secureRenegotiation: true,
      extendedMasterSecret: true,
      encryptThenMac: true,
      compression: false,
      fallbackScsv: true,
      downgradeSentinel: true,
      clientCertificate: { requested: false },
    });
    expect(sessions, JSON.stringify(sessions)).toEqual({
      tickets: true,
      sessionIds: true,
      preSharedKeys: true,
      clientRenegotiation: false,
    });
  });

  it.each(['-tls1_2', '-tls1_3', '-tls1'])(
    'sees that a client certificate is asked for, and of whom (%s)',
    async (version) => {
      const flags = ['-cipher', everything, version, '-verify', '1', '-CAfile', 'ca.pem'];
      await using server = await startOpensslServer([rsa, intermediate], {
        flags,
        files: { 'ca.pem': intermediate.pem },
      });
      const { features } = await scanAt(server);
      expect(features?.clientCertificate?.requested).toBe(true);
      expect(features?.clientCertificate?.authorities).toHaveLength(1);
    },
  );

  it('sees that sessions are not resumed', async () => {
    const flags = ['-no_ticket', '-no_cache', '-num_tickets', '0'];
    await using server = await startOpensslServer([rsa, intermediate], { flags });
    expect((await scanAt(server)).sessions).toMatchObject({
      tickets: false,
      sessionIds: false,
      preSharedKeys: false,
    });
  });
});
