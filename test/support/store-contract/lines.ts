import { describe, expect, test } from 'vitest';
import { parseTarget } from '../../../src/core/target.ts';
import type { WatchLine } from '../../../src/core/watch/watch-line.ts';
import { after, alice, certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../store-fixtures.ts';
import type { ContractStage } from './contract-stage.ts';
import { incidentOf } from './incidents.ts';

/** What the pages of the console read. */
export function lineContract(stage: ContractStage): void {
  describe('lines of the watch list', () => {
    async function open() {
      const store = await stage.open();
      async function watched(typed: string, fingerprint256: string) {
        const added = await store.endpoints.add(newEndpoint(typed), noon);
        const certificate = certificateEnding(9 * dayMs, fingerprint256);
        const served = [{ ...certificate, addresses: ['192.0.2.1:443'] }];
        await store.endpoints.recordLook(sightingOf(added?.id ?? '', { certificate, served }), [], noon);
        return added?.id ?? '';
      }
      return { store, watched };
    }

    test('come in batches, each endpoint once, seen and unseen', async () => {
      const { store, watched } = await open();
      const window = { start: noon, end: after(dayMs), source: 'Test CA', explanationUrl: null };
      const certificate = { ...certificateEnding(9 * dayMs), renewalWindow: window };
      const id = await watched('a.example', 'aa'.repeat(32));
      await store.endpoints.recordLook(sightingOf(id, { certificate, at: after(1000) }), [], after(1000));
      const shown = parseTarget('https://b.example/x?y=1', '192.0.2.7', 'payments');
      const mute = { until: after(dayMs), by: alice, at: noon, reason: null };
      const given = newEndpoint('b.example', { target: shown, labels: { team: 'x' }, muted: mute });
      const other = await store.endpoints.add(given, noon);
      await watched('c.example', 'cc'.repeat(32));
      const batches: WatchLine[][] = [];
      for await (const batch of store.endpoints.lines(2)) batches.push([...batch]);
      expect(batches.map(({ length }) => length)).toEqual([2, 1]);
      const lines = new Map(batches.flat().map((line) => [line.id, line]));
      expect(lines.get(other?.id ?? '')).toEqual({
        id: other?.id,
        url: 'https://b.example:443/x?y=1',
        address: '192.0.2.7',
        client: 'payments',
        owners: [alice],
        labels: { team: 'x' },
        muted: mute,
        seen: null,
      });
      const { names: _, ...seen } = certificate;
      expect(lines.get(id)?.seen).toEqual({ at: after(1000), verdict: 'healthy', certificate: seen });
    });

    test('whole rows come in the order asked for; what is gone is left out', async () => {
      const { store, watched } = await open();
      const first = await watched('a.example', 'aa'.repeat(32));
      const second = await watched('b.example', 'bb'.repeat(32));
      const all = await store.endpoints.rows(noon);
      const asked = await store.endpoints.rowsOf([second, 'gone', first], noon);
      expect(asked.map(({ endpoint }) => endpoint.id)).toEqual([second, first]);
      expect(asked).toEqual(expect.arrayContaining([...all]));
      expect(await store.endpoints.rowsOf([], noon)).toEqual([]);
    });

    test('alarmed is what serves a certificate that an open alarm is about, or is its subject', async () => {
      const { store, watched } = await open();
      const one = await watched('a.example', 'aa'.repeat(32));
      const twin = await watched('b.example', 'aa'.repeat(32));
      const bare = (await store.endpoints.add(newEndpoint('bare.example'), noon))?.id ?? '';
      await watched('over.example', 'bb'.repeat(32));
      expect(await store.endpoints.alarmed()).toEqual(new Set());
      const leaf = { kind: 'certificate', fingerprint256: 'aa'.repeat(32) } as const;
      const over = { kind: 'certificate', fingerprint256: 'bb'.repeat(32) } as const;
      const itself = { kind: 'endpoint', endpointId: bare } as const;
      const fresh = { version: 0, endedAt: null, end: null } as const;
      const incidents = [
        incidentOf('one', { ...fresh, subject: leaf }),
        incidentOf('itself', { ...fresh, subject: itself, problem: 'unreachable', state: 'unreachable' }),
        incidentOf('over', { ...fresh, subject: over, endedAt: noon, end: 'renewed' }),
      ];
      expect(await store.incidents.save(incidents, [], noon)).toBe(true);
      expect(await store.endpoints.alarmed()).toEqual(new Set([one, twin, bare]));
      const about = await store.incidents.about([leaf, over, itself]);
      expect(about.map(({ id }) => id).toSorted()).toEqual(['itself', 'one']);
      expect(await store.incidents.about([over])).toEqual([]);
      expect(await store.incidents.about([])).toEqual([]);
    });

    test('what is watched of a host, and by a person, is counted; a host in a path is none', async () => {
      const store = await stage.open();
      for (const typed of [
        'a.example',
        'tls://a.example:853',
        'https://ba.example/?u=https://a.example:443/',
        'https://axexample:443/',
        'https://[2001:db8::7]:8443/',
      ])
        await store.endpoints.add(newEndpoint(typed, { addedId: 'slack:U1' }), noon);
      const pinned = parseTarget('b.example', '2001:db8::7');
      const added = await store.endpoints.add(newEndpoint('b.example', { target: pinned }), noon);
      expect(added).not.toHaveProperty('addedId');
      expect(await store.endpoints.countOf(['a.example', '2001:db8::7', 'c.example'], 'slack:U1')).toEqual({
        hosts: new Map([
          ['a.example', 2],
          ['2001:db8::7', 2],
          ['c.example', 0],
        ]),
        person: 5,
      });
    });
  });
}
