import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawPng } from '../../../src/drawing/draw-png.ts';
import { decodeMessage, encodeMessage } from '../../../src/store/codec/message-codec.ts';
import { dayMs } from '../../support/store-fixtures.ts';
import { digestOf, linesOf, seen } from '../../support/watch/digesting.ts';
import { seenCertificate, serving, type WatchStage, watchStage } from '../../support/watch-stage.ts';

let stage: WatchStage;
beforeEach(async () => {
  stage = await watchStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

test('a digest carries its timeline, which says the same in words', async () => {
  await seen(stage, 'a.example', {
    certificates: [seenCertificate(2 * dayMs, 'old'), seenCertificate(80 * dayMs, 'new')],
  });
  await seen(stage, 'b.example', serving(2 * dayMs, 'old'));
  const message = await digestOf(stage, { draw: drawPng });
  expect(message.pictures).toHaveLength(1);
  expect(message.pictures?.[0]).toMatchObject({
    name: 'timeline.png',
    alternative: expect.stringMatching(
      /of 2 certificates 2 end .* First: a\.example \+1 ends Wed 23 Sep \(critical\)/,
    ),
  });
  expect(Buffer.from(message.pictures?.[0]?.bytes ?? []).toString('latin1', 1, 4)).toBe('PNG');
  // The bytes survive the way through the outbox.
  const { record: _record, ...sent } = message;
  expect(decodeMessage(encodeMessage(message))).toEqual({
    ...sent,
    pictures: message.pictures?.map((picture) => ({ ...picture, bytes: new Uint8Array(picture.bytes) })),
  });
});

test('a picture that cannot be drawn keeps no digest back', async () => {
  await seen(stage, 'a.example', serving(2 * dayMs, 'a1'));
  const draw = async () => {
    throw new Error('no binary for this machine');
  };
  expect((await digestOf(stage, { draw })).pictures).toBeUndefined();
  expect(await linesOf(stage, { draw })).toContain('The timeline could not be drawn; the log says why.');
  expect(stage.log.lines).toContain('error the timeline could not be drawn');
});

test('where nothing is watched there is nothing to draw', async () => {
  expect((await digestOf(stage, { draw: drawPng })).pictures).toBeUndefined();
});
