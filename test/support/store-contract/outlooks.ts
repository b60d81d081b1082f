import { describe, expect, test } from 'vitest';
import type { RenewalOutlook } from '../../../src/core/watch/renewal/outlook.ts';
import { after, certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';

const forbidden: RenewalOutlook = {
  at: noon,
  obstacles: [
    {
      // A text that looks like a date stays one.
      sentence: '2026-09-21T12:00:00.000Z',
      severity: 'blocks',
      fix: 'Add a record.',
      reproduce: 'dig CAA example.com',
      finding: 'dns/caa-forbids-issuer',
    },
  ],
  newer: {
    seen: 'served',
    where: '192.0.2.7:443',
    since: after(-dayMs),
    notBefore: after(-2 * dayMs),
    notAfter: after(88 * dayMs),
    issuer: 'R13',
    fingerprint256: 'cd'.repeat(32),
  },
};
const clear: RenewalOutlook = { at: after(dayMs), obstacles: [], newer: null };

export function outlookContract(stage: ContractStage): void {
  describe('outlooks', () => {
    test('are kept as they were, for every handle, and the last one stays', async () => {
      const [one, other] = [await stage.open(), await stage.open()];
      expect(await one.outlooks.get([])).toEqual(new Map());
      await one.outlooks.put('aa', forbidden);
      await one.outlooks.put('bb', { ...forbidden, newer: { ...notDated(forbidden), since: null } });
      expect(await other.outlooks.get(['aa', 'bb', 'cc'])).toEqual(
        new Map([
          ['aa', forbidden],
          ['bb', { ...forbidden, newer: { ...notDated(forbidden), since: null } }],
        ]),
      );
      await other.outlooks.put('aa', clear);
      expect((await one.outlooks.get(['aa'])).get('aa')).toEqual(clear);
      // A clock that went back must not freeze what was found by the earlier one.
      await other.outlooks.put('aa', forbidden);
      expect((await one.outlooks.get(['aa'])).get('aa')).toEqual(forbidden);
    });

    test('are asked for by the thousand, and forgotten after a quarter of a year', async () => {
      const store = await stage.open();
      await store.outlooks.put('aa', clear);
      const many = Array.from({ length: 1200 }, (_, index) => `f${index}`);
      expect([...(await store.outlooks.get([...many, 'aa'])).keys()]).toEqual(['aa']);
      await store.outlooks.put('bb', { ...clear, at: after(100 * dayMs) });
      expect([...(await store.outlooks.get(['aa', 'bb'])).keys()]).toEqual(['bb']);
    });
  });
}

export function namingContract(stage: ContractStage): void {
  describe('who serves a certificate for a name', () => {
    const serving = (fingerprint256: string, ...names: readonly string[]) => [
      { ...certificateEnding(60 * dayMs, fingerprint256), names, addresses: ['192.0.2.7:443'] },
    ];

    test('is found by the names that certificates hold, upper and lower case alike', async () => {
      const store = await stage.open();
      const ids: string[] = [];
      for (const [host, names] of [
        ['www.example.org', ['www.example.org', '*.Example.org']],
        ['api.example.org', ['*.example.org']],
        ['other.example', ['other.example']],
      ] as const) {
        const { id } = (await store.endpoints.add(newEndpoint(host), noon)) ?? { id: '' };
        ids.push(id);
        const served = serving(`${ids.length}`.repeat(64), ...names);
        await store.endpoints.recordLook(sightingOf(id, { served }), [], noon);
      }
      const found = async (...names: readonly string[]) =>
        (await store.endpoints.naming(names)).map(({ endpoint }) => endpoint.id).toSorted();
      expect(await found('*.example.ORG')).toEqual(ids.slice(0, 2).toSorted());
      expect(await found('www.example.org', 'other.example')).toEqual([ids[0], ids[2]].toSorted());
      expect(await found('nobody.example')).toEqual([]);
      expect(await found()).toEqual([]);
    });

    test('follows what is served, and goes with the endpoint', async () => {
      const store = await stage.open();
      const { id } = (await store.endpoints.add(newEndpoint('a.example'), noon)) ?? { id: '' };
      const look = (minute: number, served: ReturnType<typeof serving>) =>
        store.endpoints.recordLook(sightingOf(id, { at: after(minute), served }), [], after(minute));
      await look(0, serving('aa'.repeat(32), 'a.example'));
      await look(1, serving('aa'.repeat(32), 'a.example'));
      expect(await store.endpoints.naming(['a.example'])).toHaveLength(1);
      await look(2, serving('bb'.repeat(32), 'b.example'));
      expect(await store.endpoints.naming(['a.example'])).toEqual([]);
      const [found] = await store.endpoints.naming(['b.example']);
      expect(found?.sighting.served[0]?.fingerprint256).toBe('bb'.repeat(32));
      await store.endpoints.remove(id);
      expect(await store.endpoints.naming(['b.example'])).toEqual([]);
    });
  });
}

function notDated({ newer }: RenewalOutlook) {
  if (newer === null) throw new Error('this one has a newer certificate');
  return newer;
}
