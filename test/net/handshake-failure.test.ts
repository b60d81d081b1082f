import { getDiffieHellman } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { handshake } from '../../src/net/handshake.ts';
import { forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { diffieHellmanKeyExchange } from '../support/farm/flight.ts';
import { startFlightServer } from '../support/farm/flight-server.ts';
import { startListener } from '../support/farm/listener.ts';
import { cutFlight, rejectsOtherNames } from '../support/farm/proxies.ts';
import {
  acceptAndStaySilent,
  closeAfterHello,
  closeOnAccept,
  garbageAfterHello,
  resetAfterHello,
  sendsAlert,
  speaks,
} from '../support/farm/raw-servers.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import {
  alpnOnly,
  dh1024,
  nullCipherOnly,
  tls10Only,
  tls11Only,
  tls12Only,
  tls13Only,
} from '../support/farm/tls-variants.ts';
import { failureOf, sessionOf, shake, trusting } from '../support/handshaking.ts';

const now = new Date();
const root = forgeRoot({ now });
const leaf = forgeLeaf(root, { now });
const rsaLeaf = forgeLeaf(root, { now, key: 'rsa2048', keyUsage: ['digitalSignature', 'keyEncipherment'] });
const healthy = identityOf(leaf, root);
const rsa = identityOf(rsaLeaf, root);

describe('the connection breaks', () => {
  test.each([
    { start: closeOnAccept, kind: 'closed' },
    { start: resetAfterHello, kind: 'reset' },
    { start: closeAfterHello, kind: 'closed' },
  ])('$start.name is $kind', async ({ start, kind }) => {
    await using server = await start();
    expect(failureOf(await shake(server))).toMatchObject({
      kind,
      alert: null,
      spoke: null,
      sawServerHello: false,
      errorCode: 'ECONNRESET',
      chain: [],
    });
  });

  test('what happened before the handshake began is not lost', async () => {
    const accepted = Promise.withResolvers<Socket>();
    await using server = await startListener(accepted.resolve);
    const socket = connect({ host: server.address, port: server.port });
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    (await accepted.promise).resetAndDestroy();
    await new Promise((resolve) => socket.once('close', resolve));
    const options = { serverName: null, alpn: [], secureContext: trusting(), timeoutMs: 5_000 };
    const outcome = await handshake(socket, { ...options, signal: new AbortController().signal });
    expect(failureOf(outcome).kind).toBe('reset');
  });

  test('silence lasts until our own deadline', async () => {
    await using server = await acceptAndStaySilent();
    expect(failureOf(await shake(server, { timeoutMs: 50 }))).toMatchObject({
      kind: 'timeout',
      errorCode: null,
      firstBytes: new Uint8Array(0),
    });
  });

  test('an abort ends the wait, and one given before ends it at once', async () => {
    await using server = await acceptAndStaySilent();
    const stop = new AbortController();
    const pending = shake(server, { signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(failureOf(await pending).kind).toBe('aborted');
    expect(failureOf(await shake(server, { signal: stop.signal })).kind).toBe('aborted');
  });

  describe.each([
    { version: 'TLSv1.2', start: tls12Only, inCertificate: 400 },
    // The ServerHello alone has 1,100 bytes of a hybrid key share.
    { version: 'TLSv1.3', start: tls13Only, inCertificate: 1_500 },
  ])('within the flight of $version', ({ start, inCertificate }) => {
    test.each([
      { bytes: 3, ending: 'close', kind: 'closed', sawServerHello: false },
      { bytes: 40, ending: 'close', kind: 'closed', sawServerHello: false },
      { bytes: 40, ending: 'stall', kind: 'timeout', sawServerHello: false },
      { bytes: 40, ending: 'reset', kind: 'reset', sawServerHello: false },
      { bytes: inCertificate, ending: 'close', kind: 'closed', sawServerHello: true },
      { bytes: inCertificate, ending: 'stall', kind: 'timeout', sawServerHello: true },
      { bytes: inCertificate, ending: 'reset', kind: 'reset', sawServerHello: true },
    ] as const)('$ending after $bytes bytes is $kind', async ({ bytes, ending, ...expected }) => {
      await using whole = await start(healthy);
      await using server = await cutFlight(whole, { bytes, ending });
      const timeoutMs = ending === 'stall' ? 100 : 5_000;
      expect(failureOf(await shake(server, { timeoutMs }))).toMatchObject({
        ...expected,
        spoke: null,
        chain: [],
      });
    });
  });
});

describe('something else answers', () => {
  test.each(['http', 'ssh', 'smtp', 'ftp', 'imap', 'pop3', 'mysql'] as const)('%s', async (protocol) => {
    await using server = await speaks(protocol);
    const failure = failureOf(await shake(server));
    expect(failure).toMatchObject({ kind: 'not-tls', spoke: protocol, sawServerHello: false });
    expect(failure.firstBytes.length).toBeGreaterThan(0);
  });

  test('garbage is not TLS and nothing known', async () => {
    await using long = await garbageAfterHello();
    expect(failureOf(await shake(long))).toMatchObject({ kind: 'not-tls', spoke: 'unknown' });
    await using short = await garbageAfterHello(Buffer.from('?'), { ending: 'close' });
    expect(failureOf(await shake(short))).toMatchObject({
      kind: 'not-tls',
      firstBytes: new Uint8Array([0x3f]),
    });
  });

  test('no more than 256 of the first bytes are kept', async () => {
    await using server = await garbageAfterHello(Buffer.alloc(5_000, 'x'));
    expect(failureOf(await shake(server)).firstBytes).toHaveLength(256);
  });
});

describe('the server says no', () => {
  test.each([
    { number: 40, name: 'handshake_failure' },
    { number: 48, name: 'unknown_ca' },
    { number: 70, name: 'protocol_version' },
    { number: 80, name: 'internal_error' },
    { number: 86, name: 'inappropriate_fallback' },
    { number: 112, name: 'unrecognized_name' },
    { number: 116, name: 'certificate_required' },
    { number: 255, name: 'alert_255' },
  ])('alert $number is $name', async (alert) => {
    await using server = await sendsAlert(alert.number);
    expect(failureOf(await shake(server))).toMatchObject({ kind: 'alert', alert, sawServerHello: false });
  });

  test('a close_notify is a close, and is told', async () => {
    await using server = await sendsAlert(0, { level: 'warning' });
    const alert = { number: 0, name: 'close_notify' };
    expect(failureOf(await shake(server))).toMatchObject({ kind: 'closed', alert });
  });

  test('an alert after the ServerHello', async () => {
    await using server = await startFlightServer({ certificates: [leaf.der] }, { ending: { alert: 80 } });
    const failure = failureOf(await shake(server));
    expect(failure).toMatchObject({ kind: 'alert', alert: { name: 'internal_error' }, sawServerHello: true });
    expect(failure.chain).toHaveLength(1);
  });

  test.each([
    { start: () => tls10Only(rsa), name: 'protocol_version' },
    { start: () => tls11Only(rsa), name: 'protocol_version' },
    { start: () => nullCipherOnly(rsa), name: 'handshake_failure' },
    { start: () => alpnOnly(['h2'], healthy), name: 'no_application_protocol' },
  ])('$name of a real server', async ({ start, name }) => {
    await using server = await start();
    expect(failureOf(await shake(server))).toMatchObject({ kind: 'alert', alert: { name } });
  });

  test('an unknown name is refused where a known one is served', async () => {
    await using backend = await startTlsServer(healthy);
    await using server = await rejectsOtherNames(backend, { names: ['site.test'] });
    const failure = failureOf(await shake(server, { serverName: 'other.test' }));
    expect(failure.alert).toEqual({ number: 112, name: 'unrecognized_name' });
    expect(sessionOf(await shake(server)).chain).toHaveLength(2);
  });
});

describe('we say no', () => {
  test('to a Diffie-Hellman group of 1024 bits', async () => {
    await using server = await dh1024(rsa);
    const failure = failureOf(await shake(server));
    const code = 'ERR_SSL_DH_KEY_TOO_SMALL';
    expect(failure).toMatchObject({
      kind: 'refused-by-us',
      errorCode: code,
      alert: null,
      sawServerHello: true,
    });
    expect(failure.chain).toHaveLength(2);
  });

  test('to one of 768 bits, which only a hand-made server offers', async () => {
    const serverKeyExchange = diffieHellmanKeyExchange(getDiffieHellman('modp1').getPrime());
    const flight = { cipherSuite: 0x009e, certificates: rsa.chain, serverKeyExchange };
    await using server = await startFlightServer(flight);
    expect(failureOf(await shake(server))).toMatchObject({
      kind: 'refused-by-us',
      // Below 1024 bits OpenSSL does not rate a group at all.
      errorCode: 'ERR_SSL_UNKNOWN_SECURITY_BITS',
    });
  });

  test('to a Certificate message of 10,000 names', async () => {
    const dns = Array.from({ length: 10_000 }, (_, i) => `host-number-${i}.site.test`);
    await using server = await startTlsServer(identityOf(forgeLeaf(root, { now, dns }), root));
    expect(failureOf(await shake(server))).toMatchObject({
      kind: 'refused-by-us',
      errorCode: 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE',
      sawServerHello: true,
    });
  });

  test.each([0x0300, 0x0301, 0x0302])('to a ServerHello of version %i', async (version) => {
    await using server = await startFlightServer({ version, certificates: [leaf.der] });
    expect(failureOf(await shake(server))).toMatchObject({
      kind: 'refused-by-us',
      errorCode: 'ERR_SSL_UNSUPPORTED_PROTOCOL',
      sawServerHello: true,
    });
  });

  test('before a byte is sent, to what OpenSSL cannot offer', async () => {
    await using server = await acceptAndStaySilent();
    const failure = failureOf(await shake(server, { alpn: ['x'.repeat(256)] }));
    expect(failure).toMatchObject({ kind: 'other', errorCode: 'ERR_OUT_OF_RANGE' });
  });
});
