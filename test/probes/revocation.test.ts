import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { daysFrom } from '../support/certificates/forge.ts';
import { forgeOcspError } from '../support/certificates/forge-ocsp.ts';
import { diagnoseTarget, openEngine, realNow } from '../support/diagnosing.ts';
import { answersOcsp } from '../support/farm/authority.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { identityOf, startTlsServer } from '../support/farm/tls-server.ts';
import { openStage, reportsIn, revocationIn, serialOf } from '../support/revocation/revocation-stage.ts';

const yesterday = daysFrom(realNow, -1);

describe('what is asked about a certificate', () => {
  it('is the responder and the CRL that it names, side by side', async () => {
    await using stage = await openStage({ crl: ['/crl'] });
    stage.serveOcsp();
    stage.serveCrl();
    const diagnosis = await stage.look();
    expect(reportsIn(diagnosis)).toEqual(['ocsp good', 'crl good']);
    const [leaf] = revocationIn(diagnosis).certificates;
    expect(leaf?.adopted).toMatchObject({ status: 'good', by: 'ocsp' });
    expect(stage.authority.requests().map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('is nobody when a private chain names nobody', async () => {
    await using stage = await openStage({ ocsp: [] });
    const diagnosis = await stage.look();
    expect(revocationIn(diagnosis).certificates.map(({ adopted }) => adopted)).toEqual([
      { status: 'unchecked', because: 'no-pointer' },
      { status: 'unchecked', because: 'no-pointer' },
    ]);
    expect(stage.authority.connections()).toBe(0);
  });

  it.each([
    ['refuses the method', answersStatus(405)],
    ['reads the body only', answersOcsp(forgeOcspError(1))],
    ['shows a page for it', answersStatus(200, { 'content-type': 'text/html' }, '<html>')],
  ])('goes by POST to a responder that is asked by GET and %s', async (_what, toGet) => {
    await using stage = await openStage();
    const toPost = answersOcsp(stage.ocsp());
    stage.authority.serve('/ocsp', (exchange) => {
      (exchange.request.method === 'POST' ? toPost : toGet)(exchange);
    });
    expect(reportsIn(await stage.look())).toEqual(['ocsp good']);
    expect(stage.authority.requests().map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  it('is the second place where the first is of no use', async () => {
    await using stage = await openStage({ ocsp: ['/dead', '/ocsp'], crl: ['/gone', '/crl'] });
    stage.serveOcsp();
    stage.serveCrl();
    const told = reportsIn(await stage.look());
    expect(told).toEqual(['ocsp unreachable', 'ocsp good', 'crl unreachable', 'crl good']);
  });

  it('is about intermediates too', async () => {
    await using stage = await openStage({
      intermediate: ({ url }) => ({ ocsp: [url('/root')] }),
    });
    stage.serveOcsp();
    expect(reportsIn(await stage.look(), 1)).toEqual(['ocsp unreachable']);
    expect(stage.authority.count('/root')).toBe(2);
  });
});

describe('the answer that counts', () => {
  it('is a revocation by any source, whatever the others say', async () => {
    await using stage = await openStage({ crl: ['/crl'] });
    stage.serveOcsp();
    stage.serveCrl({ entries: [{ serial: serialOf(stage.leaf), at: yesterday, reason: 1 }] });
    const diagnosis = await stage.look({ staple: stage.ocsp() });
    expect(reportsIn(diagnosis)).toEqual(['staple good', 'ocsp good', 'crl revoked']);
    expect(revocationIn(diagnosis).certificates[0]?.adopted).toMatchObject({
      status: 'revoked',
      by: 'crl',
      reason: 'keyCompromise',
    });
  });

  it('is never good by one that cannot be trusted', async () => {
    await using stage = await openStage();
    stage.serveOcsp({ badSignature: true });
    const diagnosis = await stage.look({ staple: stage.ocsp({ nextUpdate: yesterday }) });
    expect(reportsIn(diagnosis)).toEqual(['staple refused', 'ocsp refused']);
    expect(revocationIn(diagnosis).certificates[0]?.adopted).toEqual({
      status: 'unchecked',
      because: 'no-answer',
    });
  });
});

describe('staples of several addresses', () => {
  it('are told apart, and the address that sends the bad one is named', async () => {
    await using stage = await openStage();
    stage.serveOcsp();
    const folder = await mkdtemp(join(tmpdir(), 'notafter-staples-'));
    const hostsFile = join(folder, 'hosts');
    await writeFile(hostsFile, '127.0.0.1 site.test\n127.0.0.2 site.test\n');
    const identity = identityOf(stage.leaf, stage.intermediate);
    await using sound = await startTlsServer({ ...identity, staple: stage.ocsp() });
    const { port } = sound;
    const old = stage.ocsp({ thisUpdate: daysFrom(realNow, -9), nextUpdate: daysFrom(realNow, -2) });
    await using _stale = await startTlsServer({ ...identity, staple: old, host: '127.0.0.2', port });
    const engine = openEngine({ anchorsPem: stage.root.pem, hostsFile });
    const diagnosis = await diagnoseTarget(engine, `tls://site.test:${port}`);
    expect(reportsIn(diagnosis)).toEqual(['staple good', 'staple refused', 'ocsp good']);
    const finding = diagnosis.findings.find(({ id }) => id === 'revocation/staple-expired');
    expect(finding?.title).toMatch(/\(1 of 2 addresses\)$/);
    expect(finding?.reproduce).toContain(`-connect 127.0.0.2:${port}`);
    await rm(folder, { recursive: true });
  });
});
