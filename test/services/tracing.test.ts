import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseTarget } from '../../src/core/target.ts';
import { loadTrustStore } from '../../src/pki/trust/trust-store.ts';
import { openTracing, type Tracing } from '../../src/services/tracing/tracing.ts';
import { openEngine } from '../support/diagnosing.ts';
import { loopbackNetwork, noSignal } from '../support/loopback.ts';
import { freePort } from '../support/processes/free-port.ts';
import { recordingLog } from '../support/watch-stage.ts';

type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: { stringValue: string } }[];
  status: { code: number };
};

let collector: Server;
let received: { path: string; type: string; body: string }[];
let status: number;
let tracing: Tracing;
let log: ReturnType<typeof recordingLog>;

beforeEach(async () => {
  received = [];
  status = 200;
  log = recordingLog();
  collector = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    received.push({ path: request.url ?? '', type: request.headers['content-type'] ?? '', body });
    response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  tracing = await openTracing({
    tracing: { endpoint: `http://127.0.0.1:${port}/`, serviceName: 'watcher' },
    // Nothing may be checked: the collector is the operator's own word.
    network: loopbackNetwork({ allowedNetworks: [] }),
    trust: loadTrustStore({ nodeVersion: process.versions.node }),
    stopwatch: () => performance.now(),
    log,
  });
});
afterEach(async () => {
  await tracing.close();
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

async function check(): Promise<void> {
  const target = parseTarget(`http://127.0.0.1:${await freePort()}/?token=hidden`);
  const seen: string[] = [];
  await tracing.traced(openEngine())(target, {
    depth: 'all',
    signal: noSignal(),
    onResult: ({ probe }) => void seen.push(probe),
  });
  expect(seen).toContain('tcp');
}

it('sends one span for the diagnosis and one below it for each probe that ran', async () => {
  await check();
  await tracing.close();
  expect(received.map(({ path, type }) => [path, type])).toEqual([['/v1/traces', 'application/json']]);
  const [{ resource, scopeSpans }] = JSON.parse(received[0]?.body ?? '').resourceSpans;
  expect(resource.attributes[0]).toEqual({ key: 'service.name', value: { stringValue: 'watcher' } });
  const [whole, ...probes] = scopeSpans[0].spans as Span[];
  expect(whole?.name).toBe('diagnose');
  expect(whole?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(whole?.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(whole?.status.code).toBe(2);
  expect(whole?.attributes).toContainEqual({ key: 'notafter.verdict', value: { stringValue: 'broken' } });
  expect(probes.map(({ name }) => name)).toEqual(expect.arrayContaining(['probe dns', 'probe tcp']));
  expect(probes.map(({ name }) => name)).not.toContain('probe http');
  for (const span of probes) {
    expect([span.traceId, span.parentSpanId]).toEqual([whole?.traceId, whole?.spanId]);
    expect(BigInt(span.startTimeUnixNano) >= BigInt(whole?.startTimeUnixNano ?? 0)).toBe(true);
    expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
  }
  const tcp = probes.find(({ name }) => name === 'probe tcp');
  expect(tcp?.status.code).toBe(2);
  expect(tcp?.attributes).toContainEqual({ key: 'error.type', value: { stringValue: 'no-connection' } });
  expect(received[0]?.body).not.toContain('hidden');
});

it('drops what the collector does not take, and says so', async () => {
  status = 400;
  await check();
  await tracing.close();
  expect(received).toHaveLength(1);
  expect(JSON.stringify(log)).toMatch(/traces were not taken/);
});

it('goes nowhere else, wherever the collector sends it', async () => {
  status = 307;
  await check();
  await tracing.close();
  expect(received.map(({ path }) => path)).toEqual(['/v1/traces']);
  expect(JSON.stringify(log)).toMatch(/traces were not taken/);
});
