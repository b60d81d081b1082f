import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../src/core/target.ts';
import type { VantageFacts } from '../../../src/probes/vantage.ts';
import { forgeScenario } from '../../support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../../support/diagnosing.ts';
import { startDnsServer } from '../../support/dns/dns-server.ts';
import { answersStatus } from '../../support/farm/http-answers.ts';
import { startHttpServer } from '../../support/farm/http-server.ts';
import { type FarmServer, startListener } from '../../support/farm/listener.ts';
import { startReferences } from '../../support/farm/reference-hosts.ts';
import { defaultRoute, kernelTreesOf, routerAnswers } from '../../support/kernel-trees.ts';
import { freePort } from '../../support/processes/free-port.ts';

const healthy = forgeScenario('healthy', { now: realNow });
const expired = forgeScenario('expired', { now: realNow });
const identity = { chain: healthy.chain, key: healthy.key };
const sound = { kind: 'sound', identity } as const;
const { anchorsPem, host } = healthy;
/** The kernel refuses TCP to it before a packet leaves. */
const nowhere = '224.0.0.7';
const allowedNetworks = ['127.0.0.0/8', '224.0.0.0/4'];

function vantageIn(diagnosis: Awaited<ReturnType<typeof diagnoseTarget>>): VantageFacts | undefined {
  const result = diagnosis.results.find(({ probe }) => probe === 'vantage');
  return result?.status === 'ok' ? (result.facts as VantageFacts) : undefined;
}

describe('nobody is asked', () => {
  it('while the target is sound', async () => {
    await using references = await startReferences(sound, sound);
    await using server = await startHttpServer(answersStatus(200, { date: realNow.toUTCString() }), identity);
    const diagnose = openEngine({ anchorsPem, vantage: { referenceHosts: references.setting } });
    const diagnosis = await diagnoseTarget(diagnose, `${host}:${server.port}`, '127.0.0.1');
    expect(diagnosis.verdict).toBe('healthy');
    expect(references.connections()).toBe(0);
    expect(vantageIn(diagnosis)).toMatchObject({ place: 'own', machine: null, references: null });
  });

  it('over a target of its own network that does not listen', async () => {
    await using references = await startReferences(sound, sound);
    const diagnose = openEngine({ anchorsPem, vantage: { referenceHosts: references.setting } });
    const diagnosis = await diagnoseTarget(diagnose, `${host}:${await freePort()}`, '127.0.0.1');
    expect(diagnosis.rootCause?.id).toBe('tcp/refused');
    expect(references.connections()).toBe(0);
  });

  it('at the address policy: a reference host that it refuses is named and not dialled', async () => {
    await using references = await startReferences(sound, sound);
    const diagnose = openEngine({
      anchorsPem,
      allowedNetworks: ['224.0.0.0/4'],
      vantage: { referenceHosts: references.setting },
    });
    const diagnosis = await diagnoseTarget(diagnose, 'tcp://site.test:443', nowhere);
    expect(references.connections()).toBe(0);
    expect(vantageIn(diagnosis)?.references).toMatchObject({
      references: [],
      notAsked: [{ host: 'ref1.test' }, { host: 'ref2.test' }],
    });
    expect(diagnosis.rootCause?.id).toBe('tcp/unreachable');
  });
});

describe('what is asked', () => {
  it('is asked once for many diagnoses at a time', async () => {
    await using references = await startReferences(sound, sound);
    const diagnose = openEngine({
      anchorsPem,
      allowedNetworks,
      vantage: { referenceHosts: references.setting },
    });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => diagnoseTarget(diagnose, 'tcp://site.test:443', nowhere)),
    );
    expect(new Set(all.map(({ rootCause }) => rootCause?.id))).toEqual(new Set(['tcp/unreachable']));
    // Each is dialled twice: once for its certificate, once for its clock.
    expect(references.connections()).toBe(4);
  });

  it('is asked at every depth, and starts no probe that the depth leaves out', async () => {
    await using trees = await kernelTreesOf({ route: defaultRoute, arp: [routerAnswers] });
    await using dns = await startDnsServer({ behaviours: { '*': 'servfail' } });
    const diagnose = openEngine({
      dnsServers: [dns.address],
      vantage: { referenceHosts: 'ref1.test, ref2.test', trees },
    });
    const diagnosis = await diagnose(parseTarget(host), { depth: 'dns', signal: AbortSignal.timeout(9000) });
    expect(diagnosis.rootCause?.id).toBe('vantage/resolver-broken');
    expect(diagnosis.results.map(({ probe }) => probe)).not.toContain('tcp');
    expect(diagnosis.findings.map(({ id }) => id)).not.toContain('dns/servfail');
  });
});

describe('a reference host that is no help', () => {
  const silent = (socket: { resume(): void }) => void socket.resume();
  const behaviours = {
    'never speaks': silent,
    'sends no TLS': (socket: { end(text: string): void }) => void socket.end('nope\r\n'),
    'drops at once': (socket: { destroy(): void }) => void socket.destroy(),
  };

  it.each(Object.entries(behaviours))('%s: the answer comes, and it is not us', async (_what, behave) => {
    await using one = await startListener(behave);
    await using other = await startListener(behave);
    await using server = await startHttpServer(answersStatus(200), {
      chain: expired.chain,
      key: expired.key,
    });
    const referenceHosts = settingOf(one, other);
    const diagnose = openEngine({ anchorsPem: expired.anchorsPem, vantage: { referenceHosts } });
    const diagnosis = await diagnoseTarget(diagnose, `${expired.host}:${server.port}`, '127.0.0.1');
    expect(diagnosis.rootCause?.id).toBe('certificate/expired');
  });

  it('holds nothing open once the diagnosis is stopped', async () => {
    const gone = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    await using one = await startListener((socket) => {
      socket.on('close', () => gone.resolve());
      socket.resume();
      reached.resolve();
    });
    await using server = await startHttpServer(answersStatus(200), {
      chain: expired.chain,
      key: expired.key,
    });
    const diagnose = openEngine({
      anchorsPem: expired.anchorsPem,
      vantage: { referenceHosts: settingOf(one) },
    });
    const stop = new AbortController();
    const target = parseTarget(`${expired.host}:${server.port}`, '127.0.0.1');
    const looking = diagnose(target, { depth: 'certificate', signal: stop.signal });
    await reached.promise;
    stop.abort();
    await expect(looking).rejects.toThrow();
    await gone.promise;
  });
});

function settingOf(...servers: readonly FarmServer[]): string {
  return servers.map(({ port }, index) => `ref${index + 1}.test=127.0.0.1:${port}`).join(', ');
}
