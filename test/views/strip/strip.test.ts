import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawPng } from '../../../src/drawing/draw-png.ts';
import { stripSvg } from '../../../src/views/strip/draw.ts';
import { type Strip, stripOf } from '../../../src/views/strip/strip.ts';
import { stripWords } from '../../../src/views/strip/words.ts';
import { latencyOf, pastOf } from '../../support/samples/strip-days.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function strip(...given: Parameters<typeof stripOf>): Strip {
  const made = stripOf(...given);
  if (made === null) throw new Error('no strip');
  return made;
}

describe('a strip', () => {
  test('says in words what it shows', () => {
    const past = pastOf(30, { 0: { unseen: day }, 9: { broken: 21 * minute }, 12: { degraded: 5 * hour } });
    expect(stripWords(strip('api.example.com', past, latencyOf(past, 0)))).toBe(
      'api.example.com from 1 Nov to 30 Nov 2026 (UTC), one bar for each day: it was up 99.949 % of the time that could be judged. Down on Tue 10 Nov for 21 min. Degraded for 5 h. Not judged for 1 d. TCP connect and TLS handshake took 49 ms at the median, up to 76 ms in 95 % of the looks and 98 ms at most.',
    );
    expect(stripWords(strip('a.example', pastOf(3)))).toContain('It was never down.');
    expect(stripWords(strip('a.example', pastOf(2, { 0: { unseen: day }, 1: { unknown: day } })))).toContain(
      'it could not be judged at any time.',
    );
  });

  test('is none of one day, or of nothing', () => {
    expect(stripOf('a.example', null)).toBeNull();
    expect(stripOf('a.example', pastOf(1))).toBeNull();
  });

  test('has a bar for each day, and for each week of more than 92', () => {
    const bars = (days: number) => strip('a.example', pastOf(days)).parts.length;
    expect([bars(2), bars(92), bars(93), bars(365)]).toEqual([2, 92, 14, 53]);
    const weeks = strip('a.example', pastOf(100, { 8: { broken: hour } }));
    expect(weeks.parts[1]?.spent.broken).toBe(hour);
    expect(stripWords(weeks)).toContain('one bar for each week');
  });

  test('marks what was down by more than its colour, however short it was', () => {
    const svg = stripSvg(strip('a.example', pastOf(30, { 4: { broken: 1000 } })));
    const heights = [...svg.matchAll(/<rect class="strip-down"[^>]* height="([\d.]+)" fill/g)];
    expect(heights.map(([, height]) => Number(height))).toEqual([6, 9]);
    expect(svg.match(/<path class="strip-down"/g)).toHaveLength(1);
    expect(stripSvg(strip('a.example', pastOf(30)))).not.toContain('<path class="strip-down"');
  });

  test('leaves a gap where nothing was measured', () => {
    const past = pastOf(10);
    const lines = (...without: readonly number[]) =>
      stripSvg(strip('a.example', past, latencyOf(past, ...without))).match(/<path class="strip-latency"/g)
        ?.length ?? 0;
    expect(lines()).toBe(1);
    expect(lines(4)).toBe(2);
    expect(stripSvg(strip('a.example', past))).not.toContain('TLS handshake');
  });

  test('is a PNG of any days, and holds no style, script or address', async () => {
    const spent = fc.record({
      degraded: fc.integer({ min: 0, max: 6 * hour }),
      broken: fc.integer({ min: 0, max: 6 * hour }),
      unknown: fc.integer({ min: 0, max: 6 * hour }),
      unseen: fc.integer({ min: 0, max: 6 * hour }),
    });
    const days = fc.dictionary(fc.integer({ min: 0, max: 400 }).map(String), spent, { maxKeys: 20 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 400 }),
        days,
        fc.string({ unit: 'binary' }),
        async (count, said, name) => {
          const past = pastOf(count, said);
          const svg = stripSvg(strip(name, past, latencyOf(past, 1)));
          expect(svg).not.toMatch(/NaN|undefined|Infinity| style=|<script|href=| on\w+=|\bid=/);
          expect([...svg.matchAll(/(?:width|height)="(-[^"]*)"/g)]).toEqual([]);
          expect(Buffer.from(await drawPng(svg)).toString('latin1', 1, 4)).toBe('PNG');
        },
      ),
      { numRuns: 25 },
    );
  });
});
