import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/core/target.ts';
import { probes } from '../../src/probes/index.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { diagnosisMessage } from '../../src/views/diagnosis.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { words } from '../support/commanding.ts';
import { diagnoseTarget, openEngine, realNow } from '../support/diagnosing.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import { answersStatus } from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import { noSignal } from '../support/loopback.ts';
import { historyInMemory } from '../support/samples/past-looks.ts';

const good = forgeScenario('healthy', { now: realNow });
const expired = forgeScenario('expired', { now: realNow });
const anchorsPem = good.anchorsPem + expired.anchorsPem;
const { host } = good;
const minuteMs = 60_000;

function engineAt(minutes: number, dnsServer: string, history = historyInMemory()) {
  const now = new Date(realNow.getTime() + minutes * minuteMs);
  return openEngine({ anchorsPem, dnsServers: [dnsServer], history, now });
}

function toldOf(diagnosis: Awaited<ReturnType<typeof diagnoseTarget>>): string {
  return words(withDetailsInside(diagnosisMessage(diagnosis, probes)));
}

describe('what changed since all was well', () => {
  it('is told of certificate, status and addresses, from the look that was good', async () => {
    const history = historyInMemory();
    await using dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1'] } } });
    await using moved = await startDnsServer({ records: { [host]: { A: ['127.0.0.2'] } } });
    await using before = await startHttpServer(answersStatus(200), { ...good, host: '127.0.0.1' });
    await using _after = await startHttpServer(answersStatus(200), {
      ...expired,
      host: '127.0.0.2',
      port: before.port,
    });
    const typed = `${host}:${before.port}`;
    const first = await diagnoseTarget(engineAt(0, dns.address, history), typed);
    expect(first).toMatchObject({ verdict: 'healthy', baseline: null, changes: [], from: 'here' });
    const second = await diagnoseTarget(engineAt(5, moved.address, history), typed);
    expect(second.baseline).toEqual({ at: first.at, good: true });
    expect(second.changes).toContainEqual({
      what: 'addresses',
      before: ['127.0.0.1'],
      now: ['127.0.0.2'],
      since: first.at,
    });
    expect(second.changes.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['certificate', 'not-after']),
    );
    expect(toldOf(second)).toMatch(/Changed.*when all was well: addresses 127\.0\.0\.1 -> 127\.0\.0\.2; /s);
    // A bad look does not become what is good.
    const third = await diagnoseTarget(engineAt(9, moved.address, history), typed);
    expect(third.changes).toEqual(second.changes);
  });

  it('tells an alias that was not there before', async () => {
    const history = historyInMemory();
    await using own = await startDnsServer({ records: { [host]: { A: ['127.0.0.1'] } } });
    await using aliased = await startDnsServer({
      records: { [host]: { CNAME: 'cdn.test' }, 'cdn.test': { A: ['127.0.0.1'] } },
    });
    await using server = await startHttpServer(answersStatus(200), { ...good, host: '127.0.0.1' });
    const typed = `${host}:${server.port}`;
    await diagnoseTarget(engineAt(0, own.address, history), typed);
    const second = await diagnoseTarget(engineAt(5, aliased.address, history), typed);
    expect(second.changes).toMatchObject([{ what: 'aliases', before: ['none'], now: ['cdn.test'] }]);
    expect(toldOf(second)).toMatch(/Changed.*aliases none -> cdn\.test/s);
  });

  it('says nothing of a layer that the look did not reach', async () => {
    const history = historyInMemory();
    await using dns = await startDnsServer({ records: { [host]: { A: ['127.0.0.1'] } } });
    await using server = await startHttpServer(answersStatus(200), { ...good, host: '127.0.0.1' });
    const target = parseTarget(`${host}:${server.port}`);
    const whole = await engineAt(0, dns.address, history)(target, { depth: 'all', signal: noSignal() });
    const swept = await engineAt(
      5,
      dns.address,
      history,
    )(target, { depth: 'certificate', signal: noSignal() });
    expect([swept.verdict, swept.changes]).toEqual(['healthy', []]);
    const kept = await history.recall(target);
    expect(kept?.lastGood?.parts['http-status']).toMatchObject({ values: ['200'], at: whole.at });
    expect(kept?.lastGood?.parts.certificate).toMatchObject({ at: swept.at });
  });

  it('keeps addresses that come and go out of a healthy answer', async () => {
    const history = historyInMemory();
    await using one = await startDnsServer({ records: { [host]: { A: ['127.0.0.1'] } } });
    await using both = await startDnsServer({ records: { [host]: { A: ['127.0.0.1', '127.0.0.2'] } } });
    await using server = await startHttpServer(answersStatus(200), { ...good, host: '127.0.0.1' });
    await using _other = await startHttpServer(answersStatus(200), {
      ...good,
      host: '127.0.0.2',
      port: server.port,
    });
    const typed = `${host}:${server.port}`;
    await diagnoseTarget(engineAt(0, one.address, history), typed);
    const second = await diagnoseTarget(engineAt(5, both.address, history), typed);
    expect(second.changes.map(({ what }) => what)).toEqual(['addresses']);
    expect(toldOf(second)).not.toContain('Changed');
  });
});
