import { describe, expect, it, vi } from 'vitest';
import { checkHealth, type HealthAnswer } from '../../../src/net/grpc/check-health.ts';
import { healthRequest, readHealth } from '../../../src/net/grpc/health-message.ts';
import { grpcMessage } from '../../../src/net/grpc/status.ts';
import * as grpc from '../../support/farm/grpc-server.ts';
import type { FarmServer } from '../../support/farm/listener.ts';
import { acceptAndStaySilent } from '../../support/farm/raw-servers.ts';
import { allowedAddress, loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { patience } from '../../support/patience.ts';

async function ask(server: FarmServer, service = '', signal = noSignal()): Promise<HealthAnswer> {
  const { answer } = await checkHealth(allowedAddress(server), loopbackNetwork(), {
    tls: null,
    authority: 'site.test:1',
    service,
    timeoutMs: 2000,
    signal,
  });
  return answer;
}

describe('the health of a real server', () => {
  it('is asked for as a whole and by name, and the name arrives whole', async () => {
    const asked: string[] = [];
    await using server = await grpc.startGrpcServer((service) => {
      asked.push(service);
      return 1;
    });
    const long = `${'ä'.repeat(200)}.Service`;
    for (const service of ['', 'payments.v1.Payments', long]) {
      expect(await ask(server, service)).toEqual({ kind: 'health', serving: 'SERVING' });
    }
    expect(asked).toEqual(['', 'payments.v1.Payments', long]);
  });

  it('comes with a message in any script where it is an error', async () => {
    await using server = await grpc.startGrpcServer(() => ({ code: 14, details: 'café ist zu 100% voll' }));
    expect(await ask(server)).toEqual({ kind: 'status', code: 14, message: 'café ist zu 100% voll' });
  });
});

describe('a call', () => {
  it('is bounded in what it reads', async () => {
    await using server = await grpc.startHttp2Server((stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      const pour = (): void => {
        while (!stream.destroyed && stream.write(Buffer.alloc(16_384)));
      };
      stream.on('drain', pour);
      pour();
    });
    expect((await ask(server)).kind).toBe('bad-message');
  });

  it('is stopped at once and leaves no socket', async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPConnect/.test(kind)).length;
    const before = sockets();
    const server = await acceptAndStaySilent();
    const stop = new AbortController();
    const asking = ask(server, '', stop.signal);
    await vi.waitFor(() => expect(server.connections()).toBe(1), patience);
    stop.abort();
    expect(await asking).toMatchObject({ kind: 'no-answer', failure: { kind: 'aborted' } });
    await server[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(before), patience);
  });
});

describe('the messages', () => {
  it('are those of health.proto', () => {
    expect(healthRequest('').toString('hex')).toBe('0000000000');
    expect(healthRequest('ab').toString('hex')).toBe('00000000040a026162');
  });

  const rows: readonly (readonly [string, string, string])[] = [
    ['serving', '00000000020801', 'SERVING'],
    ['the default, left out', '0000000000', 'UNKNOWN'],
    ['unknown fields around it', '000000000c1a0161080225010203043000', 'NOT_SERVING'],
    ['compressed', '01000000020801', 'compressed'],
    ['cut', '0000000002 08'.replace(' ', ''), 'announced'],
    ['longer than announced', '0000000002080100', 'announced'],
    ['an endless number', `000000000b08${'ff'.repeat(10)}`, 'not a HealthCheckResponse'],
    ['a string for a number', '00000000030a0161', 'not a HealthCheckResponse'],
    ['a part beyond the end', '00000000021a7f', 'not a HealthCheckResponse'],
    ['a status nobody knows', '00000000020809', 'nobody has defined'],
    ['nothing', '', 'no message'],
  ];
  it.each(rows)('%s', (_name, hex, expected) => {
    const read = readHealth(Buffer.from(hex, 'hex'));
    expect(read.readable ? read.serving : read.problem).toContain(expected);
  });

  it('keep what is not percent-encoded properly', () => {
    expect(grpcMessage('100% caf%C3%A9 %zz')).toBe('100% café %zz');
  });
});
