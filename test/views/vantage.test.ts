import { describe, expect, it } from 'vitest';
import { vantage } from '../../commands/vantage.ts';
import { checks } from '../../src/checks/index.ts';
import type { VantageReport } from '../../src/core/vantage/vantage.ts';
import { vantageMessage } from '../../src/views/vantage.ts';
import { memoryServices, run, words } from '../support/commanding.ts';
import { lookOf, resolverSaying } from '../support/facts/vantage-facts.ts';
import {
  cable,
  clocks,
  machineWith,
  proxyIssuer,
  reference,
  unreached,
  vantageReport,
} from '../support/samples/sample-vantage.ts';

const pages = checks.map(({ page }) => page);
const shown = (changes: Partial<VantageReport>) => vantageMessage(vantageReport(changes), pages, null);

describe('/vantage', () => {
  it('says first that all is sound, then what it was judged by', async () => {
    const messages = await run(vantage, '', {}, memoryServices({ pages }));
    const message = messages.at(-1);
    expect(message?.summary).toBe("This machine's own connection is sound");
    expect(message?.tone).toBe('good');
    expect(words(message)).toMatchInlineSnapshot(`
      "This machine's own connection is sound
      Link
      interface | signal | speed | MTU | errors in/out | dropped in/out | signal changes
      eth0 | yes | 1 Gbit/s | 1500 | 3/0 | 12/0 | 2
      Default routes
      family | router | interface | metric | neighbour (ARP)
      IPv4 | 192.0.2.1 | eth0 | 100 | 02:00:00:00:00:01
      Resolvers: 192.0.2.53:53
      name | answer | from | time
      one.test | 198.51.100.7 | 192.0.2.53:53 | 4 ms
      Reference hosts
      host | connects | its clock | certificate from
      one.test 198.51.100.7 | in 12 ms | 0 s | Public CA 1 (public)
      two.test 203.0.113.7 | in 12 ms | 0 s | Public CA 1 (public)
      Clock: right to the second, by the Date headers of one.test (198.51.100.7), two.test (203.0.113.7)
      Trust stores
      store | roots | age
      Mozilla's list of 2026-05 (judges) | 121 | no newer than 1 May 2026, 45 days ago
      Canary: has not run yet: it runs some minutes after the bot was started first
      Looked at 2026-06-15T12:00:00.000Z in 31 ms."
    `);
  });

  it.each([
    [
      'offline',
      {
        machine: machineWith({ links: [{ ...cable, carrier: false, state: 'down' }] }),
        references: lookOf(unreached('a.test'), unreached('b.test')),
      },
      /is broken: no network interface is up/,
    ],
    [
      'offline',
      { machine: machineWith({ routes: [] }), references: null },
      /is broken: there is no default route/,
    ],
    [
      'egress-blocked',
      { references: lookOf(unreached('a.test'), unreached('b.test')) },
      /is broken: none of a.test, b.test can be reached/,
    ],
    [
      'resolver-broken',
      { resolver: resolverSaying('SERVFAIL', null) },
      /is broken: the resolver fails for every reference name \(SERVFAIL, timeout\)/,
    ],
    [
      'clock-skew',
      { references: lookOf(...clocks(7_200_000, 7_200_400)) },
      /is broken: the clock is 2 hours behind/,
    ],
    [
      'intercepted',
      {
        references: lookOf(
          reference('a.test', { issuer: proxyIssuer }),
          reference('b.test', { issuer: proxyIssuer }),
        ),
      },
      /is broken: a proxy opens TLS and signs it again as Acme Inspection/,
    ],
  ] as const)('vantage/%s with how to mend it', (id, changes, sentence) => {
    const message = shown(changes);
    expect(message.summary).toMatch(sentence);
    expect(message.tone).toBe('bad');
    expect(words(message)).toContain(`vantage/${id}`);
    expect(words(message)).toContain(`Fix: ${pages.find((page) => page.id === `vantage/${id}`)?.fix}`);
  });

  it('stays sound while one of two is down, the clocks differ by seconds and an old list is only old', () => {
    expect(shown({ references: lookOf(reference('a.test'), unreached('b.test')) }).tone).toBe('good');
    expect(shown({ references: lookOf(...clocks(4000, 5000)) }).tone).toBe('good');
    const [store] = vantageReport().stores;
    if (store === undefined) throw new Error('the sample has a store');
    const old = shown({ stores: [{ ...store, asOf: new Date('2024-01-01') }] });
    expect(old.tone).toBe('warning');
    expect(old.summary).toMatch(/is sound, but Mozilla's list of 2026-05 is \d+ (days|years) old/);
  });

  it('claims nothing that nobody outside confirmed', () => {
    const message = shown({ references: null, resolver: null });
    expect(message.tone).toBe('unknown');
    expect(message.summary).toMatch(/shows no fault as far as it was looked at/);
    expect(words(message)).toContain('not asked: REFERENCE_HOSTS is off');
  });

  it('says so where there is no such file', () => {
    const message = shown({
      machine: { seen: false, because: 'there is no /proc/net/route on this system' },
    });
    expect(message.tone).toBe('good');
    expect(words(message)).toContain('Link: not looked at: there is no /proc/net/route on this system');
  });
});
