import { expect, test } from 'vitest';
import type { ProbeResult } from '../../src/core/probe.ts';
import { parseTarget } from '../../src/core/target.ts';
import { connectTimeIn } from '../../src/diagnose/connect-time.ts';

function ok(probe: string, facts: unknown): ProbeResult {
  return { probe, layer: 'tcp', status: 'ok', elapsedMs: 900, text: '', facts } as unknown as ProbeResult;
}

const opened = (ip: string, elapsedMs: number, kind = 'open') => ({
  address: { ip },
  elapsedMs,
  state: { kind },
});
const spoken = (ip: string, elapsedMs: number, kind = 'completed') => ({
  address: { ip },
  elapsedMs,
  handshake: { kind },
});

const tcp = ok('tcp', {
  addresses: [opened('192.0.2.1', 10), opened('192.0.2.2', 4), opened('::1', 1, 'failed')],
});

test('is connecting and the handshake at the address that was quickest', () => {
  const tls = ok('tls', { addresses: [spoken('192.0.2.1', 20), spoken('192.0.2.2', 40), spoken('::1', 1)] });
  expect(connectTimeIn(parseTarget('a.example'), [tcp, tls])).toEqual({ connectMs: 30 });
});

test('counts no handshake that failed, and nothing where none was completed', () => {
  const one = ok('tls', { addresses: [spoken('192.0.2.1', 20), spoken('192.0.2.2', 5, 'failed')] });
  expect(connectTimeIn(parseTarget('a.example'), [tcp, one])).toEqual({ connectMs: 30 });
  const none = ok('tls', { addresses: [spoken('192.0.2.1', 20, 'failed')] });
  expect(connectTimeIn(parseTarget('a.example'), [tcp, none])).toEqual({});
  expect(connectTimeIn(parseTarget('a.example'), [tcp])).toEqual({});
});

test('is connecting alone where nothing more is spoken', () => {
  expect(connectTimeIn(parseTarget('tcp://a.example:22'), [tcp])).toEqual({ connectMs: 4 });
  expect(connectTimeIn(parseTarget('tcp://a.example:22'), [])).toEqual({});
});
