import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { randomFrom } from '../simulation/random.ts';
import { noToxic } from '../toxics/toxic.ts';
import { openEpisodes } from './episodes.ts';
import { openPeople } from './people.ts';
import { judgeCell, type Row, type Span } from './row.ts';
import { saidOn } from './said.ts';
import { isReady, longestStallMs, type Vitals, vitalsOf } from './vitals.ts';
import { type ToxicName, type Wave, wavesOf } from './waves.ts';
import type { PlaceName } from './ways.ts';
import { openWorld, type WorldOptions } from './world.ts';

export type CellOptions = Omit<WorldOptions, 'place'> & {
  readonly place: PlaceName;
  readonly toxic: ToxicName;
  readonly minutes: number;
  readonly onProgress?: (words: string) => void;
  /** Where to leave what the bot logged, and what everybody asked and saw; null: nowhere. */
  readonly logs: string | null;
};

const askEveryMs = 3000;
const measureEveryMs = 10_000;
/** Until everything that was loaded lazily is there. */
const warmMs = 20_000;
/** Longer than any back-off that the waves can lead to. */
const recoveryMs = 240_000;
/** Closed connections are gone by then, and idle ones that a pool keeps. */
const settleMs = 30_000;
/** As long as a sweep and the pause after it: sockets of looks that are under way are not left over. */
const calmMs = 15_000;
/** Endpoints of the episodes; nothing is ever wrong with the others. */
const troubledShare = 0.4;

/** Ready three times in a row, or a busy machine that once took too long would count as well. */
function readyAfter(asked: readonly { readonly at: number; readonly isReady: boolean }[], wellAt: number) {
  const since = asked.filter(({ at }) => at >= wellAt);
  const first = since.findIndex((_, at) => since.slice(at, at + 3).every(({ isReady: is }) => is));
  return first === -1 || since.length < 3 ? null : Math.max(0, (since[first]?.at ?? 0) - wellAt);
}

/**
 * Where the bot cannot see what it watches, what became worse is held back by the breaker, as it should be; so are five within a
 * quarter of an hour anywhere. Ends of certificates that were seen never are.
 */
function holdsTroubles(place: PlaceName): boolean {
  return place === 'dns' || place === 'targets';
}

/** The moment with the fewest handles of some. */
async function calmest(pid: number): Promise<Vitals> {
  let best = await vitalsOf(pid);
  for (const until = performance.now() + calmMs; performance.now() < until; await wait(500)) {
    const seen = await vitalsOf(pid);
    if (seen.handles < best.handles) best = seen;
  }
  return best;
}

/** One way gone bad in one manner, in waves, under a steady load; what came of it. */
export async function runCell(options: CellOptions): Promise<Row> {
  const { place, toxic, minutes, seed } = options;
  await using world = await openWorld(options);
  const { bot, ways, slack, discord, fleet } = world;
  const troubled = Math.floor(fleet.hosts.length * troubledShare);
  const hosts = fleet.hosts.slice(0, troubled);
  const everyFourth = (first: number) => hosts.filter((_, at) => at % 4 === first);
  const lanes = {
    slack: [everyFourth(0), everyFourth(2)],
    discord: [everyFourth(1), everyFourth(3)],
  };
  const episodes = openEpisodes(fleet, lanes, holdsTroubles(place) ? 0 : 3);
  const people = openPeople(world, fleet.hosts.slice(troubled).map(world.target));
  const bad: Span[] = [];
  const vitals: Vitals[] = [];
  const stalls: number[] = [];
  const readiness: { readonly at: number; readonly isReady: boolean }[] = [];
  const over = new AbortController();
  const every = async (ms: number, work: () => Promise<void> | void) => {
    while (!over.signal.aborted) {
      await work();
      await wait(ms, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  let isAsking = true;
  const running = [
    every(askEveryMs, () => {
      if (isAsking) people.ask();
    }),
    every(1000, () => {
      people.look();
      episodes.look(saidOn(slack, discord));
    }),
    every(1000, async () => {
      const at = Date.now();
      readiness.push({ at, isReady: await isReady(bot.url) });
    }),
    every(measureEveryMs, async () => {
      if (bot.exitCode() !== null) return;
      vitals.push(await vitalsOf(bot.pid));
      const stall = await longestStallMs(bot.url);
      if (stall !== null) stalls.push(stall);
    }),
  ];
  const waves = wavesOf(toxic, minutes, randomFrom(seed));
  await wait(warmMs - calmMs);
  const before = await calmest(bot.pid);
  const looksBefore = fleet.looks();
  for (const wave of waves) await ride(wave);
  const wellAt = bad.at(-1)?.until ?? 0;
  isAsking = false;
  episodes.close();
  const patience = performance.now() + recoveryMs;
  const isQuiet = () => people.waiting() === 0 && episodes.unfinished().length === 0;
  while (!isQuiet() && performance.now() < patience && bot.exitCode() === null) await wait(500);
  const settledMs = Date.now() - wellAt;
  people.giveUp();
  await wait(settleMs - calmMs);
  const looks = fleet.looks() - looksBefore;
  const isAlive = bot.exitCode() === null;
  const after = isAlive ? await calmest(bot.pid) : null;
  // Nobody gave a digest to the channels, so that the breaker speaks to the console page.
  const breakers = isAlive
    ? (await bot.feed()).filter((words) => words.includes('became worse at once'))
    : [];
  over.abort();
  await Promise.all(running);
  const stopping = performance.now();
  const exitCode = isAlive ? await bot.stop() : bot.exitCode();
  const stopMs = performance.now() - stopping;
  if (options.logs !== null) {
    const seen = { asked: people.asked, episodes: episodes.all, bad, said: saidOn(slack, discord) };
    await writeFile(join(options.logs, `${place}-${toxic}.log`), bot.errors());
    await writeFile(join(options.logs, `${place}-${toxic}.json`), JSON.stringify(seen, null, 1));
  }
  return judgeCell({
    ...{ place, toxic, bad, before, after, vitals, stalls, looks, isAlive, exitCode, settledMs },
    readyAfterMs: readyAfter(readiness, wellAt),
    stopMs,
    asked: people.asked,
    episodes: episodes.all,
    said: saidOn(slack, discord),
    breaker: breakers.length,
    log: bot.errors(),
  });

  async function ride({ toxic: being, badMs, wellMs }: Wave): Promise<void> {
    const from = Date.now();
    await ways.be(place, being);
    options.onProgress?.(`${place} ${JSON.stringify(being)} for ${badMs / 1000} s`);
    await wait(badMs);
    await ways.be(place, noToxic);
    bad.push({ from, until: Date.now() });
    await wait(wellMs);
  }
}
