import { describe, expect, it } from 'vitest';
import { readPem } from '../../src/pki/files/pem/pem.ts';
import { certificateMessage } from '../../src/views/certificate.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { daysFrom, forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { certsOnly } from '../support/certificates/pkcs7.ts';
import { words } from '../support/commanding.ts';
import { expectDiagnosis, realNow } from '../support/diagnosing.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { identityOf } from '../support/farm/tls-server.ts';
import { openRepairStage, type RepairStage, repairIn } from '../support/revocation/repair-stage.ts';

const missing = { verdict: 'broken', finding: 'chain/missing-intermediate' } as const;
const unknown = { verdict: 'broken', finding: 'chain/unknown-issuer' } as const;
const now = realNow;

function organization(commonName: string) {
  return [
    { type: 'O', value: 'Test Org' },
    { type: 'CN', value: commonName },
  ];
}

describe('a missing intermediate', () => {
  it('is proved by fetching it: fails as sent, passes after adding it, by our search and by OpenSSL', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)]);
    const diagnosis = await stage.look([leaf, stage.outer]);
    expectDiagnosis(diagnosis, missing);
    const shown = Object.fromEntries(
      (diagnosis.rootCause?.evidence ?? []).map(({ label, value }) => [label, value]),
    );
    expect(shown).toMatchObject({
      'as sent': 'fails: site.test, Test Outer CA',
      'with the missing one': 'passes: site.test, Test Inner CA, Test Outer CA, Test Root CA',
      'OpenSSL as sent': 'unable to get local issuer certificate',
      'OpenSSL with the missing one': 'accepts it',
      missing: 'CN=Test Inner CA',
      'found at': stage.authority.url('/inner.der'),
    });
    expect(stage.authority.requests()).toHaveLength(1);
  });

  it('is offered as a file, and the whole chain in the order of a server beside it', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)]);
    const message = diagnosisMessage(await stage.look([leaf, stage.outer, stage.root]), []);
    expect(message.files).toBeUndefined();
    const files = message.details?.files ?? [];
    expect(files.map(({ name }) => name)).toEqual([
      'site.test-missing-intermediate.pem',
      'site.test-fullchain.pem',
    ]);
    const [lacking, whole] = files.map(({ text }) => readPem(text).map((der) => Buffer.from(der)));
    expect(lacking).toEqual([stage.inner.der]);
    expect(whole).toEqual([leaf.der, stage.inner.der, stage.outer.der]);
  });

  it('leaves the places of what was sent as the mended path has them', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)]);
    const told = words(withDetailsInside(certificateMessage(await stage.look([leaf, stage.outer]), [])));
    expect(told).toMatch(/Test Outer CA[^\n]*on the path/);
    expect(told).toMatch(/Test Inner CA[^\n]*fetched/);
    expect(told).toContain('once mended: a list of 1 given root');
  });

  it('is found two levels deep', async () => {
    await using stage = await openRepairStage((authority) => ({
      inner: { caIssuers: [authority.url('/outer.der')] },
    }));
    stage.publish('/outer.der', stage.outer.der);
    const diagnosis = await stage.look([stage.leaf([stage.publish('/inner.der', stage.inner.der)])]);
    expectDiagnosis(diagnosis, missing);
    expect(diagnosis.rootCause?.title).toMatch(/Test Inner CA, Test Outer CA$/);
  });

  it.each([
    ['PEM', ({ inner }) => inner.pem],
    ['PEM with text around it', ({ inner }) => `subject=Inner\r\n${inner.pem}\r\n`],
    ['bare base64', ({ inner }) => inner.der.toString('base64')],
    ['PKCS#7 with strangers', ({ inner, root }) => certsOnly(forgeRoot().der, root.der, inner.der)],
    [
      'PKCS#7 in PEM',
      ({ inner }) =>
        `-----BEGIN PKCS7-----\n${certsOnly(inner.der).toString('base64')}\n-----END PKCS7-----\n`,
    ],
  ] satisfies readonly (readonly [string, (stage: RepairStage) => string | Uint8Array])[])(
    'is read from %s',
    async (_form, body) => {
      await using stage = await openRepairStage();
      const leaf = stage.leaf([stage.publish('/issuer', body(stage))]);
      expectDiagnosis(await stage.look([leaf, stage.outer]), missing);
    },
  );

  it('takes the issuer of the issuer from the same bundle, without a second fetch', async () => {
    await using stage = await openRepairStage();
    const bundle = certsOnly(stage.outer.der, stage.inner.der);
    expectDiagnosis(await stage.look([stage.leaf([stage.publish('/all.p7c', bundle)])]), missing);
    expect(stage.authority.requests()).toHaveLength(1);
  });

  it('is found at the second address when the first fails, serves a page, or never answers', async () => {
    await using stage = await openRepairStage();
    const inner = stage.publish('/inner.der', stage.inner.der);
    stage.authority.serve('/hangs', () => undefined);
    const firsts = [
      stage.authority.url('/gone'),
      stage.publish('/page', '<html>moved</html>'),
      'ldap://ca.example/cn=inner',
      stage.authority.url('/hangs'),
    ];
    for (const first of firsts) {
      const diagnosis = await stage.look([stage.leaf([first, inner]), stage.outer], {});
      expectDiagnosis(diagnosis, missing);
    }
  });

  it('asks the next address beside one that is slow, and does not wait for its end', async () => {
    await using stage = await openRepairStage();
    const inner = stage.publish('/inner.der', stage.inner.der);
    const ended = Promise.withResolvers<number>();
    stage.authority.serve('/hangs', ({ socket }) => {
      socket.once('close', () => ended.resolve(stage.authority.count('/inner.der')));
    });
    const leaf = stage.leaf([stage.authority.url('/hangs'), inner]);
    expectDiagnosis(await stage.look([leaf, stage.outer]), missing);
    expect(await ended.promise).toBe(1);
  });

  it('is fetched over https from who proves its name, and from nobody else', async () => {
    await using stage = await openRepairStage();
    const proven = forgeLeaf(stage.root, { now, dns: [], ip: ['127.0.0.1'] });
    for (const [identity, expected] of [
      [identityOf(proven), missing],
      [identityOf(forgeLeaf(null, { now, dns: [], ip: ['127.0.0.1'] })), unknown],
    ] as const) {
      await using authority = await startHttpServer(answersStatus(200, {}, stage.inner.der), identity);
      const leaf = stage.leaf([`https://127.0.0.1:${authority.port}/inner`]);
      expectDiagnosis(await stage.look([leaf, stage.outer], {}), expected);
    }
  });

  it('is fetched once a day, and kept', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)]);
    for (let round = 0; round < 3; round += 1)
      expectDiagnosis(await stage.look([leaf, stage.outer]), missing);
    expect(stage.authority.requests()).toHaveLength(1);
  });

  it('is found under a name that is written in another way', async () => {
    await using stage = await openRepairStage();
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)], {
      issuerName: [{ type: 'CN', value: 'TEST  inner ca', as: 'printable' }],
    });
    expectDiagnosis(await stage.look([leaf, stage.outer]), missing);
  });

  it('mends a root that is known by its cross-sign only', async () => {
    await using stage = await openRepairStage();
    const young = forgeRoot({ now, subject: 'Young Root CA' });
    const cross = forgeIntermediate(stage.root, { now, subject: 'Young Root CA', key: young.key });
    const url = stage.publish('/cross.der', cross.der);
    const inner = forgeIntermediate(young, { now, subject: 'Young Inner CA', caIssuers: [url] });
    const diagnosis = await stage.look([forgeLeaf(inner, { now }), inner, young]);
    expectDiagnosis(diagnosis, missing);
    expect(diagnosis.rootCause?.evidence.map(({ value }) => value)).toContain(url);
  });
});

describe('another fault whose cure is an intermediate', () => {
  it('the wrong one of the same name is told as that, with the right one offered', async () => {
    await using stage = await openRepairStage();
    const namesake = forgeIntermediate(stage.outer, { now, subject: 'Test Inner CA', key: 'p384' });
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)]);
    const diagnosis = await stage.look([leaf, namesake, stage.outer]);
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/wrong-intermediate' });
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain('OpenSSL with the missing one');
    expect(diagnosisMessage(diagnosis, []).details?.files).toHaveLength(2);
  });

  it('an expired one that was renewed with the same key', async () => {
    await using stage = await openRepairStage();
    const old = forgeIntermediate(stage.outer, {
      now,
      subject: 'Test Inner CA',
      key: stage.inner.key,
      notAfter: daysFrom(now, -3),
    });
    const leaf = stage.leaf([stage.publish('/inner.der', stage.inner.der)]);
    const diagnosis = await stage.look([leaf, old, stage.outer]);
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/intermediate-expired' });
    expect(repairIn(diagnosis)?.outcome).toBe('repaired');
  });

  it('an issuer of an organization whose root is known is no private CA', async () => {
    await using stage = await openRepairStage();
    const diagnosis = await stage.look([stage.leaf([], { issuerName: organization('Other') })], {
      anchorsPem: forgeRoot({ now, subject: organization('Org Root') }).pem,
    });
    expectDiagnosis(diagnosis, unknown);
    expect(diagnosis.blame).toBe('target');
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain('Org Root: trusted');
  });

  it('answers 404 and slow addresses are named', async () => {
    await using stage = await openRepairStage();
    stage.authority.serve('/broken', answersStatus(500));
    const urls = ['/gone', '/broken'].map(stage.authority.url);
    const diagnosis = await stage.look([stage.leaf(urls), stage.outer]);
    const told = JSON.stringify(diagnosis.rootCause?.evidence);
    for (const word of [...urls, 'It answered 404', 'It answered 500']) expect(told).toContain(word);
  });
});
