import { describe, expect, it } from 'vitest';
import { waitForStore } from '../../src/bin/wait-for-store.ts';
import { UserError } from '../../src/core/errors.ts';
import { openStore } from '../../src/store/index.ts';

/** Nobody listens there. */
const nowhere = 'postgres://u:planted@127.0.0.1:1/none';

describe('a start before the database', () => {
  it('says once that it waits, without a secret, and goes on as soon as it is there', async () => {
    const said: string[] = [];
    let tries = 0;
    const open = async () => {
      tries += 1;
      if (tries < 4) await openStore(nowhere);
      return 'open';
    };
    expect(await waitForStore(open, { say: (line) => said.push(line), pauseMs: 1 })).toBe('open');
    expect(said).toEqual([
      expect.stringMatching(/127\.0\.0\.1:1\/none is not there.*Waiting for it, up to 60 s\./),
    ]);
    expect(said.join()).not.toContain('planted');
  });

  it('gives up when it took too long, with what is wrong', async () => {
    const waiting = waitForStore(() => openStore(nowhere), {
      say: () => undefined,
      longestMs: 20,
      pauseMs: 5,
    });
    await expect(waiting).rejects.toThrow(/is not there/);
  });

  it('does not wait for what waiting does not mend', async () => {
    const said: string[] = [];
    const refused = async () => {
      throw new UserError('The password is refused.');
    };
    await expect(waitForStore(refused, { say: (line) => said.push(line) })).rejects.toThrow(
      'The password is refused.',
    );
    expect(said).toEqual([]);
  });

  it('ends at once when it is asked to stop', async () => {
    const stopping = new AbortController();
    const waiting = waitForStore(() => openStore(nowhere), {
      say: () => stopping.abort(),
      signal: stopping.signal,
    });
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});
