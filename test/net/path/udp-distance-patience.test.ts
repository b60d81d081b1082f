import { describe, expect, it } from 'vitest';
import { udpDistance } from '../../../src/net/path/udp-distance.ts';
import { allowedAddress, loopbackNetwork, noSignal } from '../../support/loopback.ts';
import { freePort } from '../../support/processes/free-port.ts';

describe('the distance by UDP', () => {
  it('is measured within what is left of a budget, which is no whole number', async () => {
    const to = allowedAddress({ address: '127.0.0.1', port: await freePort() });
    const options = { signal: noSignal(), timeoutMs: 1500.25 };
    expect(await udpDistance(to, loopbackNetwork().policy, options)).toEqual({ hops: 1 });
  });
});
