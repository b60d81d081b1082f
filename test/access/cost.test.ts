import { expect, it } from 'vitest';
import { costOf } from '../../src/access/cost.ts';
import { commandOf } from '../chat/discord/fake-world.ts';

const check = commandOf('check', async function* () {});

it.each([
  [{}, 1],
  [{ with: 'tls' }, 5],
  [{ with: 'path', from: 'eu-1,us-1' }, 6],
  [{ with: 'constructor' }, 1],
  [{ from: 'constructor' }, 1],
])('%j costs %d', (values, cost) => {
  expect(costOf({ command: check, values })).toBe(cost);
});
