import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placeNames } from '../support/chaos/ways.ts';
import { openWorld } from '../support/chaos/world.ts';
import { hasPostgres, newDatabase } from '../support/postgres/database.ts';

it.skipIf(!hasPostgres)(
  'ends in time, and cleanly, though its database, both platforms, its resolver and all targets fell silent',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'notafter-silence-'));
    const database = await newDatabase();
    const { origin, pathname } = new URL(database.location.replace('postgres:', 'http:'));
    const url = new URL(database.location);
    const server = { url: `postgres://${url.username}${url.password && `:${url.password}`}@${url.host}` };
    expect(origin).toContain(url.host);
    {
      await using world = await openWorld({
        ...{ place: 'database', endpoints: 4, seed: 1, sweepEvery: '1s', folder },
        postgres: { server, database: pathname.slice(1) },
      });
      const { bot, ways, fleet, slack } = world;
      // Something is on its way to everybody.
      fleet.show(fleet.hosts[0] ?? '', 'late');
      await slack.nextMessage(({ shown }) => shown.includes(fleet.hosts[0] ?? ''));
      for (const place of placeNames) await ways.be(place, { kind: 'half-open' });
      // One that is not through in time is cut off, and ends with 1.
      expect(await bot.stop()).toBe(0);
    }
    await database.dispose();
    await rm(folder, { recursive: true });
  },
  120_000,
);
