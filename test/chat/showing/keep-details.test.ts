import { expect, it } from 'vitest';
import { keepDetails } from '../../../src/chat/showing/keep-details.ts';
import { text } from '../../../src/core/message.ts';
import { recordingLog } from '../../support/watch-stage.ts';

const details = { tone: 'good', title: [text('more')], blocks: [], summary: 'more' } as const;

type Case = readonly [how: string, keep: () => Promise<string>, id: string | null, told: readonly string[]];
const cases: readonly Case[] = [
  ['kept', async () => 'an-id', 'an-id', []],
  ['lost by a store that fails', () => Promise.reject(new Error('no')), null, ['could not be kept']],
  ['not waited for where it hangs', () => new Promise(() => undefined), null, ['were not kept in time']],
];

it.each(cases)('the closer look of an answer is %s', async (_how, keep, id, told) => {
  const log = recordingLog();
  expect(await keepDetails({ keep }, details, log, 5)).toBe(id);
  expect(log.lines).toEqual(told.map((words) => `warn the details of an answer ${words}`));
});
