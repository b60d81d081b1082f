import { expect, it } from 'vitest';
import type { ReferenceFacts } from '../../../src/core/vantage/vantage.ts';
import type { ProbeContext } from '../../../src/probes/probe.ts';
import { udpGetsOut } from '../../../src/probes/quic/udp-control.ts';
import { negotiates, type QuicAnswer, startQuicServer } from '../../support/farm/quic-server.ts';
import { loopbackNetwork, noSignal } from '../../support/loopback.ts';

/** A vantage whose reference hosts are these, said to be of the Internet. */
function contextWith(hosts: readonly Partial<ReferenceFacts>[], hasReferences = true): ProbeContext {
  const vantage = {
    hasReferences,
    references: { take: () => Promise.resolve({ references: hosts, notAsked: [] }) },
  };
  const rest = {
    network: loopbackNetwork(),
    signal: noSignal(),
    budgetMs: (most: number) => Math.min(most, 300),
  };
  return { ...rest, vantage } as unknown as ProbeContext;
}

const rows: readonly [string, QuicAnswer, boolean][] = [
  ['somebody answers', negotiates(1), true],
  ['nobody does', () => undefined, false],
];

it.each(rows)('%s', async (_when, answer, wanted) => {
  await using server = await startQuicServer(answer);
  const host = { ip: server.address, port: server.port, local: false, connected: true };
  expect(await udpGetsOut(contextWith([host]))).toBe(wanted);
});

it('asks nobody who is local, was not reached or may not be asked', async () => {
  await using server = await startQuicServer(negotiates(1));
  const host = { ip: server.address, port: server.port, local: false, connected: true };
  expect(await udpGetsOut(contextWith([{ ...host, local: true }]))).toBeNull();
  expect(await udpGetsOut(contextWith([{ ...host, connected: false }]))).toBeNull();
  expect(await udpGetsOut(contextWith([{ ...host, ip: '192.0.2.1' }]))).toBeNull();
  expect(await udpGetsOut(contextWith([host], false))).toBeNull();
  expect(server.received()).toEqual([]);
});
