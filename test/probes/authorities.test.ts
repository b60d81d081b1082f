import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/core/cache/answer-cache.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { parseTarget } from '../../src/core/target.ts';
import { isOwnView } from '../../src/probes/authorities/own-view.ts';
import { isSerialBehind } from '../../src/probes/authorities/serials.ts';
import { daysFrom } from '../support/certificates/forge.ts';
import { openEngine, realNow } from '../support/diagnosing.ts';
import { noSignal } from '../support/loopback.ts';
import {
  childAddresses,
  type ExampleInternet,
  type ExampleSettings,
  exampleZone,
  host,
  parentAddress,
  startExampleInternet,
} from '../support/name-servers/example-zones.ts';

const old = { children: [{}, { zones: [exampleZone({ serial: 2026112600 })] }] };

function look(net: ExampleInternet, changes: Parameters<typeof openEngine>[0] = {}, depth = 'dns' as const) {
  const settings = { dnsServers: [net.resolver], nameserverPort: net.port, ...changes };
  return openEngine(settings)(parseTarget(host), { depth, signal: noSignal() });
}

async function lookOnce(settings: ExampleSettings, changes: Parameters<typeof openEngine>[0] = {}) {
  await using net = await startExampleInternet(settings);
  return { diagnosis: await look(net, changes), queries: net.queries };
}

function severityOf({ findings }: Diagnosis, id: string): string | undefined {
  return findings.find((finding) => finding.id === id)?.severity;
}

describe('the look at name servers', () => {
  it('asks every server, parent included, without wanting recursion', async () => {
    const { queries } = await lookOnce({});
    for (const address of [parentAddress, ...childAddresses]) {
      expect(queries.get(address)?.length, address).toBeGreaterThan(0);
      expect(queries.get(address)?.every(({ recursionDesired }) => !recursionDesired)).toBe(true);
    }
    expect(queries.get(childAddresses[0])?.filter(({ overTcp }) => overTcp)).toHaveLength(1);
  });

  it('sends nothing to an address that the policy refuses', async () => {
    const { diagnosis, queries } = await lookOnce({}, { allowedNetworks: ['127.0.0.0/24', '127.0.51.1/32'] });
    expect(queries.get(parentAddress)).toEqual([]);
    expect(childAddresses.map((address) => (queries.get(address)?.length ?? 0) > 0)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(diagnosis.findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
  });

  it('does not wait again where everything was silent a moment ago', async () => {
    const silent = { manner: 'silent' } as const;
    await using net = await startExampleInternet({
      parentServer: silent,
      children: childAddresses.map(() => silent),
    });
    const cache = createMemoryCache(() => realNow);
    await look(net, { cache });
    const asked = net.queries.get(parentAddress)?.length ?? 0;
    const again = await look(net, { cache });
    expect(asked).toBeGreaterThan(0);
    expect(net.queries.get(parentAddress)).toHaveLength(asked);
    expect(again.verdict).toBe('healthy');
  });

  it('makes a warning of an old copy that stays old', async () => {
    await using net = await startExampleInternet(old);
    const cache = createMemoryCache(() => daysFrom(realNow, 2));
    expect(severityOf(await look(net, { cache }), 'dns/serial-behind')).toBe('notice');
    const later = await look(net, { cache, now: daysFrom(realNow, 1) });
    expect(severityOf(later, 'dns/serial-behind')).toBe('warning');
  });

  it('does not take an answer that needs TCP for a lame one', async () => {
    const { diagnosis } = await lookOnce({ children: [{ manner: 'truncates' }] });
    const told = diagnosis.findings.filter(({ severity }) => severity === 'warning').map(({ id }) => id);
    expect(told).toEqual(['dns/nameserver-no-tcp']);
  });
});

describe('the resolver of an inner network', () => {
  it('has a view of its own where its servers are inside and the delegation is not', () => {
    expect(isOwnView([['10.0.0.53']], ['8.8.8.8'])).toBe(true);
    expect(isOwnView([['10.0.0.53'], ['9.9.9.9']], ['8.8.8.8'])).toBe(false);
    expect(isOwnView([['10.0.0.53']], ['10.0.0.54'])).toBe(false);
    expect(isOwnView([[]], ['8.8.8.8'])).toBe(false);
  });
});

describe('serial numbers', () => {
  it('go around (RFC 1982)', () => {
    expect(isSerialBehind(1, 2)).toBe(true);
    expect(isSerialBehind(2, 1)).toBe(false);
    expect(isSerialBehind(7, 7)).toBe(false);
    expect(isSerialBehind(4_294_967_295, 0)).toBe(true);
    expect(isSerialBehind(0, 4_294_967_295)).toBe(false);
  });
});
