import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { drawPng } from '../../src/drawing/draw-png.ts';
import { timelineSvg } from '../../src/views/timeline/draw.ts';
import { drawing, words } from '../../src/views/timeline/svg.ts';
import { timelineOf } from '../../src/views/timeline/timeline.ts';
import { manyEntries } from '../support/samples/timeline-entries.ts';
import { noon } from '../support/store-fixtures.ts';

type Png = { readonly width: number; readonly height: number; readonly pixels: Buffer };

function readPng(bytes: Uint8Array): Png {
  const png = Buffer.from(bytes);
  expect(png.subarray(0, 8)).toEqual(Buffer.from('89504e470d0a1a0a', 'hex'));
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const pixels = inflateSync(Buffer.concat(data));
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), pixels };
}

describe('a drawing', () => {
  test.each([0, 1, 12, 2000])('of %i certificates is a PNG, twice as sharp as it is large', async (count) => {
    const svg = timelineSvg(timelineOf(manyEntries(count), noon, 'UTC'));
    const { width, height } = readPng(await drawPng(svg));
    expect(width).toBe(1440);
    expect(height).toBe(2 * Number(/height="(\d+)"/.exec(svg)?.[1]));
  });

  test.each([400, 600])('has letters without any font of the system, in weight %i', async (weight) => {
    const said = (text: string) =>
      drawPng(drawing(200, 40, [words(text, { x: 4, y: 30, 'font-size': 20, 'font-weight': weight })]));
    const blank = readPng(await said(' '));
    const [latin, cyrillic] = await Promise.all([said('api.example.com'), said('почта')]);
    expect(readPng(latin).pixels.equals(blank.pixels)).toBe(false);
    expect(readPng(cyrillic).pixels.equals(blank.pixels)).toBe(false);
  });

  test('fetches nothing and reads no file that a drawing names', async () => {
    const named =
      '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><image href="/etc/hostname" width="10" height="10"/></svg>';
    const bare = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>';
    expect(readPng(await drawPng(named)).pixels).toEqual(readPng(await drawPng(bare)).pixels);
  });

  test('that is none is an error, not an empty picture', async () => {
    await expect(drawPng('no drawing')).rejects.toThrow();
  });
});
