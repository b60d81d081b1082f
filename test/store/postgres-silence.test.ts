import { describe, expect, it, vi } from 'vitest';
import { createPatience } from '../../src/store/postgres/patience.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres.ts';
import { openPool } from '../../src/store/postgres/postgres-pool.ts';
import { patience } from '../support/patience.ts';
import { hasPostgres, newDatabase, postgresUrl } from '../support/postgres/database.ts';
import { startToxicTcp } from '../support/toxics/tcp-proxy.ts';
import { noToxic } from '../support/toxics/toxic.ts';
import { withDeadlines } from '../support/with-deadlines.ts';

describe.skipIf(!hasPostgres)('a pool whose connections died without a word', () => {
  it('gives up each of them once, and is whole again when the network is', async () => {
    const url = new URL(`${await postgresUrl()}/postgres`);
    const port = Number(url.port);
    await using proxy = await startToxicTcp({ to: () => ({ host: '127.0.0.1', port }) });
    url.port = String(proxy.port);
    await withDeadlines(1000, async (silenceMs) => {
      await proxy.be(noToxic);
      const pool = openPool({ url: url.href, patience: createPatience(silenceMs) });
      // As many at a time as there are connections.
      const askAll = () =>
        Promise.allSettled(
          [1, 2, 3, 4, 5].map((n) => pool.query('select $1::int as n, pg_sleep(0.02)', [n])),
        );
      const outcomes = async () => (await askAll()).map(({ status }) => status);
      const fine = Array(5).fill('fulfilled');
      expect(await outcomes()).toEqual(fine);
      await proxy.be({ kind: 'half-open' });
      const lost = await askAll();
      expect(lost.map((one) => (one.status === 'rejected' ? String(one.reason) : 'answered'))).toEqual(
        Array(5).fill(`Error: the connection fell silent for ${silenceMs / 1000} s`),
      );
      await proxy.be(noToxic);
      expect(await outcomes()).toEqual(fine);
      await pool.end();
    });
    await vi.waitFor(() => expect(proxy.connections()).toBe(0), patience);
  });

  it('waits no longer, for an answer or for a connection, once the process is about to end', async () => {
    const database = await newDatabase();
    const url = new URL(database.location);
    const port = Number(url.port);
    await using proxy = await startToxicTcp({ to: () => ({ host: '127.0.0.1', port }) });
    url.port = String(proxy.port);
    const store = await openPostgresStore({ url: url.href });
    await store.marks.set('a', '1');
    await proxy.be({ kind: 'half-open' });
    // More than there are connections.
    const asked = Array.from({ length: 8 }, (_, n) => store.marks.get(`mark ${n}`));
    const fates = Promise.allSettled(asked);
    store.hurry();
    // Its own patience is longer than a test may take.
    for (const fate of await fates)
      expect(fate).toMatchObject({ status: 'rejected', reason: { name: 'UserError' } });
    await store.close();
    await database.dispose();
  });
});
