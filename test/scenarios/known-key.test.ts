import { checkPrimeSync, createPrivateKey, generatePrimeSync, type KeyObject } from 'node:crypto';
import { expect, it } from 'vitest';
import { loadKnownKeys } from '../../src/pki/known-keys/known-keys.ts';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { rsaKeyOf } from '../support/certificates/keys.ts';
import { readForged } from '../support/certificates/read.ts';
import { diagnoseTarget, expectDiagnosis, openEngine, realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';

/** RFC 9500 §2.3, testECCP256: published so that whoever meets it knows that it proves nothing. */
const published = createPrivateKey(`-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIObLW92AqkWunJXowVR2Z5/+yVPBaFHnEedDk5WJxk/BoAoGCCqGSM49
AwEHoUQDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71vc75eSOkyMsxFxbFsTNEMTLjV
uKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
-----END EC PRIVATE KEY-----
`);

const root = forgeRoot({ now: realNow });
const intermediate = forgeIntermediate(root, { now: realNow, pathLength: 0 });

async function diagnoseServer(key: KeyObject | 'p256', listed?: (spki256: string) => string) {
  const leaf = forgeLeaf(intermediate, { now: realNow, key });
  const chain = [leaf.der, intermediate.der];
  await using server = await startHttpServer(answersStatus(200), { chain, key: leaf.keyPem });
  const file = listed === undefined ? null : Buffer.from(listed(readForged(leaf).publicKey.spki256));
  const diagnose = openEngine({ anchorsPem: root.pem, knownKeys: loadKnownKeys(file) });
  // The server lives as long as this function.
  return await diagnoseTarget(diagnose, `site.test:${server.port}`, '127.0.0.1');
}

it('a server whose private key was published', async () => {
  const diagnosis = await diagnoseServer(published);
  expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'certificate/known-key' });
  expect(diagnosis.rootCause?.title).toBe(
    'Anybody can be this server: the private key of the certificate is public (RFC 9500)',
  );
});

it('a server whose key stands in the list of the operator', async () => {
  const diagnosis = await diagnoseServer('p256', (spki256) => `${spki256}\n`);
  expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'certificate/known-key' });
});

it('a server whose key nobody published', async () => {
  const diagnosis = await diagnoseServer('p256', () => `${'00'.repeat(32)}\n`);
  expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
});

it('a server whose two primes are close to each other', async () => {
  const diagnosis = await diagnoseServer(closePrimesKey());
  expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'certificate/weak-key' });
  expect(diagnosis.rootCause?.title).toMatch(
    /can be computed by anybody: its modulus is the product of two primes/,
  );
});

function closePrimesKey(): KeyObject {
  const q = generatePrimeSync(1024, { bigint: true });
  let p = q + 2n;
  while (!checkPrimeSync(p)) p += 2n;
  return rsaKeyOf(p, q);
}
