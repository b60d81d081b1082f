import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Place } from '../../../src/core/people.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { Declared } from '../../../src/core/watch/lists/declared.ts';
import { dayMs, newEndpoint, ops } from '../../support/store-fixtures.ts';
import { linesOf, seen } from '../../support/watch/digesting.ts';
import { serving, type WatchStage, watchStage } from '../../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const elsewhere: Place = { platform: 'slack', channel: 'C9' };

function declared(typed: string, home = ops): Declared {
  const { target, owners, labels } = newEndpoint(typed);
  return { target, owners, labels, home };
}

async function declare(store: Store, all: readonly Declared[]): Promise<void> {
  await store.declared.amend(all, [], { add: [], change: [], remove: [] });
}

async function driftLines(watchFile: string | null): Promise<readonly string[]> {
  return (await linesOf(stage, { watchFile })).filter((line) => line.includes('drift'));
}

test('says in one line where the list is not as its file says, of its own place only', async () => {
  await seen(stage, 'by-hand.example', serving(60 * dayMs, 'h1'));
  await seen(stage, 'other.example', serving(60 * dayMs, 'h2'), { home: elsewhere });
  await seen(stage, 'changed.example', serving(60 * dayMs, 'h3'), {
    labels: { team: 'moved' },
    origin: 'file',
  });
  await declare(stage.store, [
    declared('changed.example'),
    declared('gone.example'),
    declared('x.example', elsewhere),
  ]);

  expect(await driftLines('watch.yaml')).toEqual([
    expect.stringMatching(
      /`?watch\.yaml`?: 1 changed by hand, 1 removed by hand, 1 not in it\. See `?\/watch drift/,
    ),
  ]);
});

test('says nothing where nothing is declared, or nothing differs', async () => {
  await seen(stage, 'same.example', serving(60 * dayMs, 'h1'), { origin: 'file' });
  await declare(stage.store, [declared('same.example')]);
  expect(await driftLines('watch.yaml')).toEqual([]);
  expect(await driftLines(null)).toEqual([]);
});
