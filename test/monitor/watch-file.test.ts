import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mention } from '../../src/core/people.ts';
import { parseTarget, targetText } from '../../src/core/target.ts';
import { readChannel, readOwner } from '../../src/lists/people-text.ts';
import { readList } from '../../src/lists/read-list.ts';
import { applyWatchFile, type FileOutcome } from '../../src/monitor/lists/watch-file/apply-file.ts';
import { readDrift, settleDrift } from '../../src/monitor/lists/watch-file/drift.ts';
import { alice, newEndpoint } from '../support/store-fixtures.ts';
import { type WatchStage, watchStage } from '../support/watch-stage.ts';

let stage: WatchStage;
let file: string | null;
let ids = 0;

beforeEach(async () => {
  stage = await watchStage();
});

afterEach(async () => {
  await stage[Symbol.asyncDispose]();
});

/** Reads the file as the watch worker does, whatever it holds now. */
function read(text: string | null, store = stage.store): Promise<FileOutcome> {
  file = text;
  return applyWatchFile({
    store,
    now: stage.now,
    log: stage.log,
    path: 'watch.yaml',
    readFile: async () => (file === null ? 'There is no such file.' : new TextEncoder().encode(file)),
    readList,
    readOwner,
    readChannel,
    clientNames: [],
    newId: () => `id${ids++}`,
  });
}

async function watched(): Promise<readonly string[]> {
  const rows = await stage.store.endpoints.rows(stage.now());
  return rows
    .map(({ endpoint: { target, owners, home, origin, labels } }) =>
      [
        targetText(target),
        owners.map(({ id }) => id).join(','),
        home.channel,
        Object.values(labels).join(','),
        origin ?? 'person',
      ].join(' '),
    )
    .toSorted();
}

async function idOf(typed: string): Promise<string> {
  return (await stage.store.endpoints.find(parseTarget(typed)))?.id ?? '';
}

async function told(): Promise<readonly string[]> {
  const claimed = await stage.store.outbox.claim(stage.now(), 20, 1000);
  return claimed.map(({ message }) => message.summary);
}

async function drift() {
  const { added, changed, removed, problems, isHeld } = await readDrift(stage.store, 'watch.yaml');
  return {
    added: added.map(({ target }) => target.host),
    changed: changed.map(({ endpoint }) => endpoint.target.host),
    removed: removed.map(({ target }) => target.host),
    problems: problems.map(({ line }) => line),
    isHeld,
  };
}

const calm = { added: [], changed: [], removed: [], problems: [], isHeld: false };

const first = `
defaults: {channel: slack:C0OPS, labels: {env: prod}}
endpoints:
  - target: a.example
    owners: [slack:U0A, "@ops"]
  - b.example
`;

describe('the watch file', () => {
  it('is in force at once, and again when it changes; nothing is done twice', async () => {
    expect(await read(first)).toBe('applied');
    expect(await watched()).toEqual(['a.example U0A,ops C0OPS prod file', 'b.example  C0OPS prod file']);
    expect(await read(first)).toBe('unchanged');
    const id = await idOf('a.example');
    expect(await read(first.replace('U0A', 'U0B').replace('b.example', 'c.example'))).toBe('applied');
    expect(await watched()).toEqual(['a.example U0B,ops C0OPS prod file', 'c.example  C0OPS prod file']);
    expect(await idOf('a.example')).toBe(id);
    expect(await drift()).toEqual(calm);
    const lines = (await stage.store.audit.list(10)).map(({ words }) => words);
    expect(lines).toEqual(['1 added, 1 changed, 1 removed', '2 added, 0 changed, 0 removed']);
    expect(await told()).toEqual([]);
  });

  it('leaves alone what people added and changed, and shows it', async () => {
    await read(first);
    await stage.store.endpoints.add(newEndpoint('mine.example'), stage.now());
    await stage.store.endpoints.change(await idOf('a.example'), { owners: [alice] });
    await stage.store.endpoints.remove(await idOf('b.example'));
    expect(await drift()).toEqual({
      ...calm,
      added: ['mine.example'],
      changed: ['a.example'],
      removed: ['b.example'],
    });
    expect(await read(`${first}  - c.example\n`)).toBe('applied');
    expect(await watched()).toEqual([
      'a.example U01ALICE C0OPS prod file',
      'c.example  C0OPS prod file',
      'mine.example U01ALICE C0OPS  person',
    ]);
    expect(await drift()).toMatchObject({ changed: ['a.example'], removed: ['b.example'] });
  });

  it('wins over what was done by hand once it says something else of it', async () => {
    await read(first);
    await stage.store.endpoints.change(await idOf('a.example'), { owners: [alice] });
    await stage.store.endpoints.remove(await idOf('b.example'));
    await read(first.replace('U0A', 'U0B').replace('- b.example', '- b.example team=new'));
    expect(await watched()).toEqual(['a.example U0B,ops C0OPS prod file', 'b.example  C0OPS prod,new file']);
    expect(await drift()).toEqual(calm);
  });

  it('takes over what people added, and gives nothing back when it names it no longer', async () => {
    await stage.store.endpoints.add(newEndpoint('a.example'), stage.now());
    const id = await idOf('a.example');
    await read(first);
    expect(await idOf('a.example')).toBe(id);
    expect(await watched()).toContain('a.example U0A,ops C0OPS prod file');
    await read('endpoints: [b.example]');
    expect(await watched()).toEqual(['b.example  console  file']);
  });

  it('is made to count by hand, too', async () => {
    await read(first);
    await stage.store.endpoints.change(await idOf('a.example'), { owners: [alice] });
    await stage.store.endpoints.remove(await idOf('b.example'));
    await stage.store.endpoints.add(newEndpoint('mine.example'), stage.now());
    await settle();
    expect(await drift()).toEqual({ ...calm, added: ['mine.example'] });
    expect(await watched()).toHaveLength(3);
  });
});

async function settle(lookUp: (name: string) => Promise<Mention | null> = async () => null) {
  const { store, now } = stage;
  return settleDrift({ store, now: now(), newId: () => `id${ids++}`, by: alice, file: 'watch.yaml', lookUp });
}

describe('a watch file that is broken', () => {
  it.each([
    ['', 1],
    ['endpoints:\n', 1],
    ['endpoints:\n  - a.example\n  - not a host\n', 3],
    ['endpoints:\n  - target: a.example\n    ownr: x\n', 2],
    ['endpoints:\n  - target: "a.example\n', 3],
    ['endpoints:\n  - target: a.example\n    channel: "#ops"\n', 2],
    ['endpoints:\n  - a.example team=x\n  - a.example team=y\n', 3],
    ['endpoints:\n  - target: a.example\n    client: ghost\n', 2],
    ['\0binary', 0],
    [null, 0],
  ])('(%j) changes nothing and is told once, with its line', async (text, line) => {
    await read(first);
    const before = await watched();
    expect(await read(text)).toBe('broken');
    expect(await read(text)).toBe('unchanged');
    expect(await watched()).toEqual(before);
    expect((await drift()).problems[0]).toBe(line);
    const said = await told();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`so nothing of it was changed\\. Line ${line}:`));
    expect(stage.log.lines).toContain('error WATCH_FILE is broken');
    expect(await read(first)).toBe('applied');
    expect(await drift()).toEqual(calm);
  });

  it('is told where digests go as well, and again when it breaks anew', async () => {
    const place = { platform: 'slack', channel: 'C1' } as const;
    const { digests, outbox } = stage.store;
    await digests.set({ place, zone: 'UTC', setBy: 'bo', cron: '0 9 * * *' });
    await read('');
    const said = await outbox.claim(stage.now(), 20, 1000);
    expect(said).toHaveLength(2);
    for (const { key } of said) {
      await outbox.settle(key, { kind: 'sent', reference: '1' }, stage.now(), stage.now());
    }
    await read(first);
    await read('');
    expect(await told()).toHaveLength(2);
  });

  it('empties the list only in so many words', async () => {
    await read(first);
    expect(await read('endpoints: []\n')).toBe('applied');
    expect(await watched()).toEqual([]);
  });
});

describe('a watch file that lost most of its endpoints', () => {
  const many = `endpoints:\n${Array.from({ length: 50 }, (_, n) => `  - h${n}.example\n`).join('')}`;

  it('waits until somebody says that this is meant', async () => {
    await read(many);
    const cut = many.split('\n').slice(0, 11).join('\n');
    expect(await read(cut)).toBe('held');
    expect(await watched()).toHaveLength(50);
    expect(await told()).toEqual([
      'WATCH_FILE (watch.yaml) names 40 of 50 endpoints no longer, so nothing of it was changed.',
    ]);
    expect(await read(cut)).toBe('unchanged');
    expect((await drift()).isHeld).toBe(true);
    await settle();
    expect(await read(cut)).toBe('applied');
    expect(await watched()).toHaveLength(10);
    expect(await drift()).toEqual(calm);
  });

  it('is read on when it is whole again', async () => {
    await read(many);
    await read('endpoints: [h0.example]');
    expect(await read(`${many}  - more.example\n`)).toBe('applied');
    expect(await watched()).toHaveLength(51);
  });
});

describe('names in a watch file', () => {
  it('are looked up once somebody asks on a platform that knows them', async () => {
    await read(first);
    expect((await readDrift(stage.store, 'watch.yaml')).unknownNames).toEqual(['ops']);
    await settle(async (name) => ({ platform: 'slack', kind: 'group', id: 'S0OPS', name }));
    expect(await read(first)).toBe('applied');
    expect(await watched()).toContain('a.example U0A,S0OPS C0OPS prod file');
    expect((await readDrift(stage.store, 'watch.yaml')).unknownNames).toEqual([]);
  });
});

describe('two processes', () => {
  it('with one file do what one would', async () => {
    const other = await stage.open();
    await Promise.all([read(first), read(first, other), read(first), read(first, other)]);
    expect(await watched()).toHaveLength(2);
    expect(await drift()).toEqual(calm);
  });
});
