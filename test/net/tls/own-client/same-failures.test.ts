import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import type { FarmServer } from '../../../support/farm/listener.ts';
import { cutFlight, flipsBit } from '../../../support/farm/proxies.ts';
import {
  acceptAndStaySilent,
  closeAfterHello,
  resetAfterHello,
  sendsAlert,
  speaks,
} from '../../../support/farm/raw-servers.ts';
import { identityOf, startTlsServer } from '../../../support/farm/tls-server.ts';
import { clientCertificateRequired, tls12Only } from '../../../support/farm/tls-variants.ts';
import { failureOf, shake, shakeOurselves } from '../../../support/handshaking.ts';

const now = new Date();
const root = forgeRoot({ now });
const sound = identityOf(forgeLeaf(root, { now, dns: ['site.test'] }), root);
let whole: FarmServer;
beforeAll(async () => {
  whole = await startTlsServer(sound);
});
afterAll(() => whole[Symbol.asyncDispose]());

/** What differs by chance is told by its length. */
async function failuresAt(server: FarmServer, options: Parameters<typeof shakeOurselves>[1] = {}) {
  const own = await shakeOurselves(server, options);
  const openssl = await shake(server, options);
  return [own, openssl].map((outcome) => {
    if (outcome === null) return outcome;
    const failure = failureOf(outcome);
    return { ...failure, firstBytes: failure.firstBytes.length };
  });
}

describe('a handshake by our own client fails as with OpenSSL', () => {
  const cuts = [1, 4, 90, 700, 1250, 1500, 2000];
  it.each(cuts.flatMap((bytes) => (['close', 'reset'] as const).map((ending) => [bytes, ending] as const)))(
    'cut after %i bytes with a %s',
    async (bytes, ending) => {
      await using server = await cutFlight(whole, { bytes, ending });
      const [own, openssl] = await failuresAt(server);
      expect(own).toEqual(openssl);
    },
  );

  it.each([
    ['closed after the hello', closeAfterHello],
    ['reset after the hello', resetAfterHello],
  ])('%s', async (_what, start) => {
    await using server = await start();
    const [own, openssl] = await failuresAt(server);
    expect(own).toEqual(openssl);
  });

  it('no answer in time', async () => {
    await using server = await acceptAndStaySilent();
    const [own, openssl] = await failuresAt(server, { timeoutMs: 40 });
    expect(own).toEqual(openssl);
    expect(own).toMatchObject({ kind: 'timeout' });
  });

  it('the caller has had enough', async () => {
    await using server = await acceptAndStaySilent();
    const [own, openssl] = await failuresAt(server, { signal: AbortSignal.abort() });
    expect(own).toEqual(openssl);
    expect(own).toMatchObject({ kind: 'aborted' });
  });
});

describe('our own client leaves to OpenSSL', () => {
  it.each<[string, () => Promise<FarmServer>]>([
    ['TLS 1.2', () => tls12Only(sound)],
    ['a HelloRetryRequest', () => startTlsServer({ ...sound, options: { ecdhCurve: 'P-384' } })],
    ['a request for a client certificate', () => clientCertificateRequired([root.der], sound)],
    ['an alert', () => sendsAlert(40)],
    ['another protocol', () => speaks('smtp')],
  ])('%s', async (_what, start) => {
    await using server = await start();
    expect(await shakeOurselves(server)).toBeNull();
  });

  it('a flight that was tampered with, wherever it was', async () => {
    // Behind the ServerHello and the change_cipher_spec everything is sealed; before, all but the version of a record counts.
    for (let at = 0; at < 2200; at += 47) {
      await using server = await flipsBit(whole, { at });
      const outcome = await shakeOurselves(server, { timeoutMs: 60 });
      expect(outcome?.completed ?? false, `byte ${at}`).toBe(false);
    }
  });
});
