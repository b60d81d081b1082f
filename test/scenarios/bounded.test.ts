import { describe, expect, it, vi } from 'vitest';
import { parseTarget } from '../../src/core/target.ts';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { diagnoseTarget, openEngine, realNow } from '../support/diagnosing.ts';
import { startDnsServer } from '../support/dns/dns-server.ts';
import * as answers from '../support/farm/http-answers.ts';
import { startHttpServer } from '../support/farm/http-server.ts';
import type { FarmServer } from '../support/farm/listener.ts';
import * as raw from '../support/farm/raw-servers.ts';
import { patience } from '../support/patience.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };

type Row = readonly [string, () => Promise<FarmServer>];

/** Servers that never come to an end by themselves. */
const endless: readonly Row[] = [
  ['never speaks', () => raw.acceptAndStaySilent()],
  ['stalls in the handshake', () => raw.garbageAfterHello(Buffer.from([22, 3, 3, 0, 100, 2]))],
  ['never answers the request', () => startHttpServer(answers.neverAnswers, identity)],
  ['drips the head', () => startHttpServer(answers.slowDrip({ part: 'head' }), identity)],
  ['drips the body', () => startHttpServer(answers.slowDrip({ part: 'body' }), identity)],
  ['sends headers without end', () => startHttpServer(answers.headerBomb(64 * 1024), identity)],
];

function tcpSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect|UDPSend|TLS/.test(kind))
    .length;
}

describe('a diagnosis is bounded', () => {
  it.each(endless)('ends by its own deadline: %s', async (_name, start) => {
    await using server = await start();
    const diagnose = openEngine({ anchorsPem, deadlineMs: 700 });
    const diagnosis = await diagnoseTarget(diagnose, `${host}:${server.port}`, '127.0.0.1');
    expect(diagnosis.verdict).not.toBe('healthy');
  });

  it.each(endless)('stops when it is told to and leaves no socket: %s', async (_name, start) => {
    const before = tcpSockets();
    const server = await start();
    const diagnose = openEngine({ anchorsPem });
    const stop = new AbortController();
    const running = diagnose(parseTarget(`${host}:${server.port}`, '127.0.0.1'), {
      depth: 'all',
      signal: stop.signal,
    });
    const ended = expect(running).rejects.toThrow('enough');
    await vi.waitFor(() => expect(server.connections()).toBeGreaterThan(1), patience);
    stop.abort(new Error('enough'));
    await ended;
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(tcpSockets()).toBeLessThanOrEqual(before), patience);
  });

  it('stops while it waits for DNS', async () => {
    await using dns = await startDnsServer({ behaviours: { '*': 'silent' } });
    const stop = new AbortController();
    const running = openEngine({ dnsServers: [dns.address] })(parseTarget(host), {
      depth: 'all',
      signal: stop.signal,
    });
    const ended = expect(running).rejects.toThrow('enough');
    await vi.waitFor(() => expect(dns.queries.length).toBeGreaterThan(0), patience);
    stop.abort(new Error('enough'));
    await ended;
  });

  it('does not begin when it was told to stop before', async () => {
    const stopped = AbortSignal.abort(new Error('enough'));
    await expect(openEngine()(parseTarget(host), { depth: 'all', signal: stopped })).rejects.toThrow(
      'enough',
    );
  });

  it('looks at sixteen addresses of a name that has thousands, and says so', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `127.0.1.${index + 1}`);
    await using dns = await startDnsServer({ records: { [host]: { A: many } } });
    const diagnosis = await diagnoseTarget(openEngine({ dnsServers: [dns.address] }), `${host}:9`);
    expect(diagnosis.rootCause?.id).toBe('target/not-allowed');
    const refusedPort = await diagnoseTarget(openEngine({ dnsServers: [dns.address] }), `${host}:1`);
    expect(refusedPort.rootCause?.id).toBe('tcp/refused');
    expect(refusedPort.findings.map((finding) => finding.id)).toContain('target/addresses-left-out');
  });
});
