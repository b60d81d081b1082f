import { describe, expect, it } from 'vitest';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { daysFrom, forgeIntermediate, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { forgeCrl } from '../support/certificates/forge-crl.ts';
import { expectDiagnosis, realNow } from '../support/diagnosing.ts';
import { answersCrl } from '../support/farm/authority.ts';
import { redirectsTo } from '../support/farm/http-answers.ts';
import { openRepairStage, repairIn } from '../support/revocation/repair-stage.ts';
import { serialOf } from '../support/revocation/revocation-stage.ts';

const missing = { verdict: 'broken', finding: 'chain/missing-intermediate' } as const;
const unknown = { verdict: 'broken', finding: 'chain/unknown-issuer' } as const;
const now = realNow;

describe('a repair is refused', () => {
  it('when what is served is another certificate, or no authority', async () => {
    await using stage = await openRepairStage();
    const namesake = forgeIntermediate(stage.outer, { now, subject: 'Test Inner CA', key: 'p384' });
    for (const body of [namesake.der, stage.root.der, Buffer.from('nothing'), new Uint8Array()]) {
      const leaf = stage.leaf([stage.publish('/other', body)]);
      const diagnosis = await stage.look([leaf, stage.outer], {});
      expectDiagnosis(diagnosis, unknown);
      expect(repairIn(diagnosis)?.outcome).toBe('fetch-failed');
    }
  });

  it('when the issuer may not sign certificates', async () => {
    await using stage = await openRepairStage(() => ({ inner: { ca: false } }));
    const diagnosis = await stage.look([stage.leaf([stage.publish('/x', stage.inner.der)]), stage.outer]);
    expectDiagnosis(diagnosis, unknown);
    expect(repairIn(diagnosis)?.outcome).toBe('fetch-failed');
  });

  it('when the intermediate that is served is revoked', async () => {
    await using stage = await openRepairStage((authority) => ({ inner: { crl: [authority.url('/crl')] } }));
    const crl = forgeCrl(stage.outer, {
      thisUpdate: daysFrom(now, -1),
      nextUpdate: daysFrom(now, 6),
      entries: [{ serial: serialOf(stage.inner), at: daysFrom(now, -3), reason: 2 }],
    });
    stage.authority.serve('/crl', answersCrl(crl.der));
    const diagnosis = await stage.look([stage.leaf([stage.publish('/inner', stage.inner.der)]), stage.outer]);
    expectDiagnosis(diagnosis, unknown);
    expect(diagnosis.rootCause?.title).toMatch(/Test Inner CA is revoked/);
    expect(JSON.stringify(diagnosis.rootCause?.evidence)).toContain('by crl (cACompromise)');
    expect(withDetailsInside(diagnosisMessage(diagnosis, [])).files ?? []).toEqual([]);
  });

  it('when authorities name each other in a circle', async () => {
    await using stage = await openRepairStage();
    const [one, other] = [forgeRoot({ now, subject: 'Circle A' }), forgeRoot({ now, subject: 'Circle B' })];
    const url = (name: string) => stage.authority.url(`/${name}`);
    const a = forgeIntermediate(other, { now, subject: 'Circle A', key: one.key, caIssuers: [url('b')] });
    const b = forgeIntermediate(one, { now, subject: 'Circle B', key: other.key, caIssuers: [url('a')] });
    stage.publish('/a', a.der);
    stage.publish('/b', b.der);
    const diagnosis = await stage.look([forgeLeaf(a, { now, caIssuers: [url('a')] })]);
    expectDiagnosis(diagnosis, unknown);
    expect(stage.authority.requests().length).toBeLessThanOrEqual(3);
  });

  it('after four certificates, one above the other', async () => {
    await using stage = await openRepairStage();
    const levels = [forgeIntermediate(stage.root, { now, subject: 'Level 5' })];
    for (let level = 4; level >= 1; level -= 1) {
      const [above] = levels;
      if (above === undefined) throw new Error('no level');
      const caIssuers = [stage.publish(`/level-${level + 1}`, above.der)];
      levels.unshift(forgeIntermediate(above, { now, subject: `Level ${level}`, caIssuers }));
    }
    const [lowest, second] = levels;
    if (lowest === undefined || second === undefined) throw new Error('no level');
    const deep = forgeLeaf(lowest, { now, caIssuers: [stage.publish('/level-1', lowest.der)] });
    expectDiagnosis(await stage.look([deep]), unknown);
    expect(stage.authority.requests()).toHaveLength(4);
    expectDiagnosis(await stage.look([deep, lowest], {}), missing);
  });

  it('beyond 64 KiB, and where the address policy forbids to go, at once or by a redirect', async () => {
    await using stage = await openRepairStage();
    const large = Buffer.concat([stage.inner.der, Buffer.alloc(64 * 1024)]);
    const inward = stage.authority.url('/inner.der').replace('127.0.0.1', '[::1]');
    stage.publish('/inner.der', stage.inner.der);
    stage.authority.serve('/away', redirectsTo('http://169.254.169.254/latest/meta-data/'));
    const reasons: string[] = [];
    for (const url of [stage.publish('/large', large), inward, stage.authority.url('/away')]) {
      const diagnosis = await stage.look([stage.leaf([url]), stage.outer], {
        allowedNetworks: ['127.0.0.0/8'],
      });
      expectDiagnosis(diagnosis, unknown);
      const repair = repairIn(diagnosis);
      reasons.push(repair?.outcome === 'fetch-failed' ? (repair.tried[0]?.reason ?? '') : 'mended');
    }
    expect(reasons).toEqual([
      'It is larger than 65536 bytes.',
      expect.stringContaining('an address that is not dialled'),
      expect.stringContaining('an address that is not dialled'),
    ]);
  });

  it('and nothing is asked of who names no address', async () => {
    await using stage = await openRepairStage();
    const diagnosis = await stage.look([stage.leaf(['ldap://ca.example/inner']), stage.outer]);
    expectDiagnosis(diagnosis, unknown);
    expect(repairIn(diagnosis)?.outcome).toBe('no-url');
  });
});
