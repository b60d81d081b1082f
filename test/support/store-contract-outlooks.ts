import { describe, expect, test } from 'vitest';
import type { RenewalOutlook } from '../../src/core/watch/outlook.ts';
import type { ContractStage } from './store-contract.ts';
import { after, dayMs, noon } from './store-fixtures.ts';

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

function notDated({ newer }: RenewalOutlook) {
  if (newer === null) throw new Error('this one has a newer certificate');
  return newer;
}
