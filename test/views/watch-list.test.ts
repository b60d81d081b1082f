import { expect, it } from 'vitest';
import type { WatchRow } from '../../src/core/watch/endpoint.ts';
import { pageOf } from '../../src/core/watch/watch-page.ts';
import { homeView } from '../../src/views/home.ts';
import { expiryMessage, watchListMessage } from '../../src/views/watch.ts';
import { words } from '../support/commanding.ts';
import { alice, certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../support/store-fixtures.ts';

function row(
  name: string,
  channel: string,
  verdict: 'healthy' | 'broken' | 'unknown',
  reason: string | null,
) {
  const endpoint = { ...newEndpoint(name), id: name, addedAt: noon, home: { platform: 'slack', channel } };
  const certificate = certificateEnding(60 * dayMs);
  return {
    endpoint,
    sighting: sightingOf(name, { verdict, reason, certificate }),
    state: 'ok',
    undelivered: null,
  } as WatchRow;
}

it('says what is broken, whatever its certificate says', () => {
  const list = words(
    watchListMessage(
      pageOf([
        row('a.example', 'C01', 'broken', 'The server answers HTTP 503'),
        row('b.example', 'C01', 'healthy', null),
      ]),
    ),
  );
  expect(list).toMatch(/a\.example ends .*; broken: The server answers HTTP 503; /);
  expect(list).not.toMatch(/b\.example .*(?:broken|degraded)/);
});

it('names the place of alarms once where all have the same, and at each where they differ', () => {
  const one = row('a.example', 'C01', 'healthy', null);
  const same = words(watchListMessage(pageOf([one, row('b.example', 'C01', 'healthy', null)])));
  expect(same.match(/slack:C01/g)).toHaveLength(1);
  expect(same).toContain('All alarms go to slack:C01.');
  const different = words(watchListMessage(pageOf([one, row('b.example', 'C02', 'healthy', null)])));
  expect(different).toMatch(/a\.example .*alarms in slack:C01[\s\S]*b\.example .*alarms in slack:C02/);
});

it('calls nothing in order on the Home tab that is broken, whatever its certificate says', () => {
  const rows = [row('a.example', 'C01', 'broken', 'HTTP 503'), row('b.example', 'C01', 'healthy', null)];
  const view = homeView(
    { who: alice, alarms: [], rows, from: 0, owned: 2, watched: 2, digests: [], rules: [] },
    noon,
  );
  const told = view.sections.flatMap(({ items }) => items).map(({ inlines }) => JSON.stringify(inlines));
  expect(told[0]).toMatch(/a\.example.*"broken".*: HTTP 503/);
  expect(told[0]).not.toContain('in order');
  expect(told[1]).toContain('in order');
});

it('is an empty list for programs where nothing is watched, or nothing ends', () => {
  for (const message of [
    watchListMessage(pageOf([])),
    expiryMessage(pageOf([]), null),
    expiryMessage(pageOf([]), '30d'),
  ])
    expect(message.record).toEqual([]);
});
