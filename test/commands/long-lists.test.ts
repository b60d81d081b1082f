import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { endpointsOf } from '../../commands/watch/muting.ts';
import { parseLine } from '../../src/chat/asking/parse.ts';
import type { Message } from '../../src/core/message.ts';
import type { Caller } from '../../src/core/people.ts';
import type { WatchRow } from '../../src/core/watch/endpoint.ts';
import { slimming } from '../../src/core/watch/slim-rows.ts';
import { bySoonestEnd } from '../../src/core/watch/soonest-end.ts';
import { gatherPage, pageOf } from '../../src/core/watch/watch-page.ts';
import { placesOf } from '../../src/monitor/digest/places.ts';
import { memoryServices, words } from '../support/commanding.ts';
import { certificateEnding, dayMs, newEndpoint, noon, sightingOf } from '../support/store-fixtures.ts';

const chatting: Caller = {
  who: { platform: 'slack', kind: 'user', id: 'U1', name: 'alice' },
  place: { platform: 'slack', channel: 'C1' },
  zone: null,
};
const typing: Caller = { ...chatting, who: { ...chatting.who, platform: 'terminal' } };

function rowAt(at: number, channel = 'C0OPS'): WatchRow {
  const name = `h${String(at).padStart(4, '0')}.example`;
  const endpoint = {
    ...newEndpoint(name),
    id: name,
    addedAt: noon,
    owners: [],
    home: { platform: 'slack', channel },
  };
  const certificate = at % 7 === 0 ? null : certificateEnding(((at * 37) % 90) * dayMs);
  const sighting = sightingOf(name, { certificate });
  return { endpoint, sighting, state: 'ok', undelivered: null } as WatchRow;
}

/** A list of which nobody ever holds more than a batch, unless they keep it. */
async function* batchesOf(count: number, size = 100): AsyncGenerator<readonly WatchRow[]> {
  for (let from = 0; from < count; from += size) {
    yield Array.from({ length: Math.min(size, count - from) }, (_, at) => rowAt(from + at));
  }
}

async function absent(): Promise<never> {
  throw new Error('the whole list was asked for');
}

async function say(line: string, caller: Caller, count: number): Promise<Message> {
  const services = memoryServices();
  const watchList = {
    ...services.watchList,
    list: absent,
    batches: () => batchesOf(count),
  };
  const { action, values } = parseLine(commands, line);
  const said: Message[] = [];
  const signal = new AbortController().signal;
  for await (const one of action.run(values, caller, { ...services, watchList }, signal)) said.push(one);
  const [last] = said.slice(-1);
  if (last === undefined) throw new Error('nothing was said');
  return last;
}

describe('a long list', () => {
  it('is answered with its first rows and how many there are, as if all had been read', async () => {
    const read: WatchRow[] = [];
    for await (const batch of batchesOf(950)) read.push(...batch);
    const all = pageOf(read.toSorted(bySoonestEnd));
    const page = await gatherPage(batchesOf(950), { most: 40 });
    expect(page).toEqual({ ...all, rows: all.rows.slice(0, 40) });
    expect(await gatherPage(batchesOf(950), { most: Number.POSITIVE_INFINITY })).toEqual(all);
    expect(await gatherPage(batchesOf(950), { most: 0 })).toEqual({ ...all, rows: [] });
    const apart = async function* () {
      yield [rowAt(1), rowAt(2, 'C0DEV')];
    };
    expect((await gatherPage(apart(), { most: 9 })).home).toBeNull();
  });

  it.each([
    ['watch list', '950 endpoints are watched.', '910 more are not shown here'],
    ['expiry', 'Soonest end first', '910 more are not shown here'],
    ['expiry 10d', 'Ending within 10d', 'more are not shown here'],
    ['watch owner', 'Of 950 watched endpoints nobody is called', 'and 930 more'],
  ])('%s keeps in a chat what it shows, and in a shell all of it', async (line, lead, more) => {
    const answer = await say(line, chatting, 950);
    expect(answer.summary).toContain(lead);
    expect(words(answer)).toContain(more);
    const typed = await say(line, typing, 950);
    expect(words(typed)).toBe(words(answer));
    const kept = ({ record }: Message) =>
      (Array.isArray(record) ? record : (record as { unowned: readonly unknown[] }).unowned).length;
    expect(kept(answer)).toBe(40);
    expect(kept(typed)).toBeGreaterThan(40);
  });

  it('is not read as a whole for the names that a mistyped one is like', async () => {
    await expect(say('watch remove tls://h0003.example', chatting, 950)).rejects.toThrow(
      'is watched as https://h0003.example',
    );
  });

  it('is muted without its looks in memory, and what is alike stands there once', async () => {
    const watchList = { ...memoryServices().watchList, list: absent, batches: () => batchesOf(950) };
    const all = { scope: { kind: 'all' }, endpoint: null, name: 'all' } as const;
    const meant = await endpointsOf(all, { ...memoryServices(), watchList });
    expect(meant.map(({ id }) => id)).toEqual(Array.from({ length: 950 }, (_, at) => rowAt(at).endpoint.id));
    for (const part of ['labels', 'home', 'owners'] as const)
      expect(new Set(meant.map((one) => one[part])).size).toBe(1);
  });

  it('is put into a digest by what tells its state alone', async () => {
    const slim = slimming();
    const rows: WatchRow[] = [];
    for await (const batch of batchesOf(300)) rows.push(...batch);
    const slimmed = rows.map(slim);
    const placed = (row: WatchRow) =>
      placesOf(row, [], noon).map(({ list, key, state, certificate }) => ({
        ...{ list, key, state, end: certificate?.notAfter, begin: certificate?.notBefore },
      }));
    expect(slimmed.map(placed)).toEqual(rows.map(placed));
    expect(slimmed.flatMap(({ sighting }) => sighting?.certificate?.names ?? [])).toEqual([]);
    expect(new Set(slimmed.map(({ endpoint }) => endpoint.owners)).size).toBe(1);
  });
});
