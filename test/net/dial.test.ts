import { once } from 'node:events';
import { expect, test } from 'vitest';
import { type DialOutcome, dial } from '../../src/net/dial.ts';
import { dropsSyn } from '../support/farm/drops-syn.ts';
import { startListener } from '../support/farm/listener.ts';
import { acceptAndStaySilent, resetAfterHello } from '../support/farm/raw-servers.ts';
import { hasIpv6 } from '../support/has-ipv6.ts';
import { allowedAddress, noSignal } from '../support/loopback.ts';

const patient = { signal: noSignal(), timeoutMs: 5000 };

function socketOf(outcome: DialOutcome) {
  if (outcome.connected) return outcome.socket;
  throw new Error(outcome.failure);
}

test.each(hasIpv6() ? ['127.0.0.1', '::1'] : ['127.0.0.1'])(
  'connects to %s and hands over a paused socket that keeps what was sent',
  async (host) => {
    await using server = await startListener((connection) => connection.write('hello'), { host });
    const outcome = await dial(allowedAddress(server), patient);
    const socket = socketOf(outcome);
    expect(outcome.elapsedMs).toBeGreaterThan(0);
    expect(socket.isPaused()).toBe(true);
    expect(socket.remoteAddress).toBe(host);
    const received = once(socket, 'data');
    socket.resume();
    expect(String((await received)[0])).toBe('hello');
    socket.destroy();
  },
);

test('a closed port is refused, with its errno', async () => {
  const server = await acceptAndStaySilent();
  await server[Symbol.asyncDispose]();
  expect(await dial(allowedAddress(server), patient)).toMatchObject({
    connected: false,
    failure: 'refused',
    errno: 'ECONNREFUSED',
  });
});

test('silence ends at the deadline, an abort at once, and neither has an errno', async () => {
  await using silent = await dropsSyn();
  const address = allowedAddress(silent);
  expect(await dial(address, { signal: noSignal(), timeoutMs: 60 })).toMatchObject({
    connected: false,
    failure: 'timeout',
    errno: null,
  });
  const stop = new AbortController();
  const dialling = dial(address, { signal: stop.signal, timeoutMs: 60_000 });
  stop.abort();
  expect(await dialling).toMatchObject({ connected: false, failure: 'aborted', errno: null });
  expect(await dial(address, { signal: stop.signal, timeoutMs: 60_000 })).toMatchObject({
    failure: 'aborted',
  });
});

test('an error nobody listens for does not end the process', async () => {
  await using server = await resetAfterHello();
  const socket = socketOf(await dial(allowedAddress(server), patient));
  const closed = new Promise<boolean>((resolve) => {
    socket.once('close', resolve);
  });
  socket.resume();
  socket.write('x');
  expect(await closed).toBe(true);
});
