import { describe, expect, it } from 'vitest';
import {
  daysFrom,
  type Forged,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../support/certificates/forge.ts';
import { noCheckExtension } from '../support/certificates/forge-ocsp.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import {
  type ListedCertificate,
  type OpensslResponder,
  opensslVersion,
  startOpensslResponder,
} from '../support/farm/openssl-responder.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { revocationIn } from '../support/revocation/revocation-stage.ts';

const openssl = opensslVersion();
if (openssl === null) process.stdout.write('skipped: there is no openssl here to answer as a responder\n');

const root = forgeRoot({ now: realNow });
const intermediate = forgeIntermediate(root, { now: realNow });
const delegated = forgeLeaf(intermediate, {
  now: realNow,
  subject: 'Test OCSP responder',
  dns: [],
  scts: 0,
  extendedKeyUsage: ['OCSPSigning'],
  extensions: [noCheckExtension],
});
const serial = '00f3a1b2c3';
const revoked = { at: daysFrom(realNow, -2), reason: 'keyCompromise' };

async function look(responder: OpensslResponder, path = '') {
  const leaf = forgeLeaf(intermediate, {
    now: realNow,
    serial: Buffer.from(serial, 'hex'),
    ocsp: [`${responder.url}${path}`],
  });
  await using server = await startTlsServer(identityOf(leaf, intermediate));
  const engine = openEngine({ anchorsPem: root.pem });
  return await diagnoseTarget(engine, `tls://site.test:${server.port}`, '127.0.0.1');
}

describe.skipIf(openssl === null)('a responder of OpenSSL', () => {
  const start = (signer: Forged, listed: readonly ListedCertificate[], flags?: readonly string[]) =>
    startOpensslResponder(intermediate, signer, listed, flags);

  it.each([
    ['of the issuer itself', intermediate],
    ['that is delegated', delegated],
  ])('%s says good', async (_who, signer) => {
    await using responder = await start(signer, [{ serial: 'F3A1B2C3' }]);
    const diagnosis = await look(responder);
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    const [leaf] = revocationIn(diagnosis).certificates;
    expect(leaf?.adopted).toMatchObject({ status: 'good', by: 'ocsp', until: expect.any(Date) });
  });

  it('is asked by POST where the URL is too long for a GET', async () => {
    await using responder = await start(delegated, [{ serial: 'F3A1B2C3' }]);
    const diagnosis = await look(responder, `/${'a'.repeat(200)}`);
    expect(revocationIn(diagnosis).certificates[0]?.reports).toMatchObject([
      { asked: null, said: { kind: 'good' } },
    ]);
  });

  it('says revoked, and why', async () => {
    await using responder = await start(delegated, [{ serial: 'F3A1B2C3', revoked }]);
    const diagnosis = await look(responder);
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'revocation/revoked' });
    expect(diagnosis.rootCause?.title).toContain('private key');
  });

  it('does not know the certificate', async () => {
    await using responder = await start(delegated, []);
    expectDiagnosis(await look(responder), {
      verdict: 'healthy',
      finding: 'revocation/unknown-to-responder',
    });
  });

  it('that names no nextUpdate counts, and is noted', async () => {
    await using responder = await start(delegated, [{ serial: 'F3A1B2C3' }], []);
    const [leaf] = revocationIn(await look(responder)).certificates;
    expect(leaf?.reports).toMatchObject([{ said: { kind: 'good', until: null, notes: ['no-next-update'] } }]);
  });

  it('signed by the key of a server is not believed', async () => {
    const web = forgeLeaf(intermediate, { now: realNow, dns: ['other.test'] });
    await using responder = await start(web, [{ serial: 'F3A1B2C3', revoked }]);
    expectDiagnosis(await look(responder), {
      verdict: 'healthy',
      finding: 'revocation/responder-unauthorized',
    });
  });
});
