import { expect, it } from 'vitest';
import { createBell } from '../../src/web/feed-stream.ts';

it('wakes whoever listens, once, and nobody who left', async () => {
  const bell = createBell();
  const woken: string[] = [];
  const listen = (name: string) => {
    const { rung, leave } = bell.listen();
    void rung.then(() => woken.push(name));
    return leave;
  };
  const leave = listen('left');
  listen('stays');
  leave();
  bell.ring();
  bell.ring();
  listen('late');
  await Promise.resolve();
  expect(woken).toEqual(['stays']);
});
