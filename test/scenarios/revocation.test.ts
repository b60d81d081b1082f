import { describe, expect, it } from 'vitest';
import { expectDiagnosis } from '../support/diagnosing.ts';
import { neverAnswers, slowDrip } from '../support/farm/http-answers.ts';
import { expectRow } from '../support/revocation/revocation-rows.ts';
import { openStage, revocationIn } from '../support/revocation/revocation-stage.ts';
import { ocspRows } from '../support/stages/revocation-ocsp.ts';
import { withDeadlines } from '../support/with-deadlines.ts';

describe('revocation by OCSP: one root cause each', () => {
  it.each(ocspRows)('%s', (...row) => expectRow(row));
});

describe('a responder that holds a check up', () => {
  it.each([
    ['says nothing', neverAnswers],
    ['drips', slowDrip({ part: 'body' })],
    ['drips its head', slowDrip({ part: 'head' })],
  ])('and %s is left after its time, and the check goes on', async (_what, answer) => {
    await withDeadlines(1800, async (deadlineMs) => {
      await using stage = await openStage({ deadlineMs });
      stage.authority.serve('/ocsp', answer);
      const diagnosis = await stage.look();
      expectDiagnosis(diagnosis, { verdict: 'healthy', finding: 'revocation/responder-unreachable' });
      expect(diagnosis.findings[0]).toMatchObject({ severity: 'warning', blame: 'third-party' });
    });
  });

  it('is not waited for long when the list has answered', async () => {
    await using stage = await openStage({ crl: ['/crl'] });
    stage.authority.serve('/ocsp', neverAnswers);
    stage.serveCrl();
    const diagnosis = await stage.look();
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    const [leaf] = revocationIn(diagnosis).certificates;
    expect(leaf?.adopted).toMatchObject({ status: 'good', by: 'crl' });
    expect(leaf?.reports[0]?.said).toMatchObject({ trouble: 'left' });
  });
});

describe('an address in a certificate', () => {
  it('is not asked where the address policy forbids to go', async () => {
    await using stage = await openStage({ crl: ['/crl'], allowedNetworks: ['127.0.0.2/32'] });
    stage.serveOcsp();
    const diagnosis = await stage.look({ host: '127.0.0.2' });
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(stage.authority.connections()).toBe(0);
    expect(diagnosis.findings.map(({ id, blame }) => `${id} ${blame}`)).toContain(
      'revocation/responder-unreachable our-vantage',
    );
  });
});
