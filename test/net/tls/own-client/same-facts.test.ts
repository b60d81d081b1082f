import { once } from 'node:events';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { forgeOcsp } from '../../../support/certificates/forge-ocsp.ts';
import { anyKey, type KeyKind } from '../../../support/certificates/keys.ts';
import { silentAfterHandshake, watchesClient } from '../../../support/farm/proxies.ts';
import { identityOf, startTlsServer, type TlsServerOptions } from '../../../support/farm/tls-server.ts';
import { sessionOf, shake, shakeOurselves } from '../../../support/handshaking.ts';

const now = new Date();
const root = forgeRoot({ now });
const intermediate = forgeIntermediate(root, { now });
const leaf = forgeLeaf(intermediate, { now, dns: ['site.test'] });
const sound = identityOf(leaf, intermediate);
const pssKey = anyKey('rsa-pss', { modulusLength: 2048 });

function withOptions(options: TlsOptions): TlsServerOptions {
  return { ...sound, options };
}
function withKey(key: KeyKind): TlsServerOptions {
  return identityOf(forgeLeaf(intermediate, { now, dns: ['site.test'], key }), intermediate);
}

const keys: readonly KeyKind[] = ['p256', 'p384', 'p521', 'rsa2048', 'ed25519', 'ed448'];
const suites = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

const servers: readonly (readonly [string, TlsServerOptions])[] = [
  ...keys.map((key) => [`a leaf with a key of ${key}`, withKey(key)] as const),
  ['a leaf for RSA-PSS only', identityOf(forgeLeaf(intermediate, { now, key: pssKey }), intermediate)],
  ...suites.map((ciphers) => [ciphers, withOptions({ ciphers })] as const),
  ['X25519', withOptions({ ecdhCurve: 'X25519' })],
  ['X25519MLKEM768', withOptions({ ecdhCurve: 'X25519MLKEM768' })],
  ['a chosen protocol', withOptions({ ALPNProtocols: ['h2', 'http/1.1'] })],
  ['a staple', { ...sound, staple: forgeOcsp({ certificate: leaf, issuer: intermediate, now }) }],
  ['a list in disorder', identityOf(leaf, root, root, intermediate)],
  ['sixty certificates in several records', identityOf(leaf, ...Array(60).fill(intermediate))],
  ['no tickets', withOptions({ sessionTimeout: 0 })],
];

describe('our own client', () => {
  it.each(servers)('sees what OpenSSL sees: %s', async (_what, settings) => {
    await using server = await startTlsServer(settings);
    for (const serverName of ['site.test', null]) {
      const { openssl, ...whole } = sessionOf(await shake(server, { serverName }));
      const own = await shakeOurselves(server, { serverName });
      expect(own?.completed && { ...own.session, openssl: undefined }).toEqual({
        ...whole,
        openssl: undefined,
      });
    }
  });

  it('says a hello that differs from that of OpenSSL in nothing but chance', async () => {
    await using backend = await startTlsServer(sound);
    await using server = await watchesClient(backend);
    await shake(server);
    await shakeOurselves(server);
    const lengths = server.records().filter(({ contentType }) => contentType === 22);
    expect(lengths).toHaveLength(2);
    expect(lengths[0]).toEqual(lengths[1]);
  });

  it('ends as RFC 8446 has it: Finished, of which the server makes a session, and close_notify', async () => {
    const met = Promise.withResolvers<TLSSocket>();
    await using backend = await startTlsServer({ ...sound, onSession: met.resolve });
    await using server = await watchesClient(backend);
    expect((await shakeOurselves(server))?.completed).toBe(true);
    const session = await met.promise;
    expect(session.servername).toBe('site.test');
    await once(session.resume(), 'end');
    const tag = 16 + 1;
    const said = server.records().slice(1);
    expect(said.map(({ contentType, length }) => [contentType, length - tag])).toEqual([
      [20, 1 - tag],
      [23, 4 + 48],
      [23, 2],
    ]);
  });

  it('does not wait for a server that says nothing after the handshake', async () => {
    await using backend = await startTlsServer(sound);
    await using server = await silentAfterHandshake(backend);
    expect((await shakeOurselves(server))?.completed).toBe(true);
  });
});
