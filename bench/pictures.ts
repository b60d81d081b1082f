// Time and memory of the two pictures for chat, each in a process of its own: the first drawing loads native code and fonts
// (cold), the others do not (warm). Wanted: under 300 ms and 60 MB each.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drawPng } from '../src/drawing/draw-png.ts';
import { stripSvg } from '../src/views/strip/draw.ts';
import { stripOf } from '../src/views/strip/strip.ts';
import { timelineSvg } from '../src/views/timeline/draw.ts';
import { timelineOf } from '../src/views/timeline/timeline.ts';
import { noon } from '../test/support/store-fixtures.ts';
import { latencyOf, pastOf } from '../test/support/strip-days.ts';
import { manyEntries } from '../test/support/timeline-entries.ts';

const warmRuns = 20;

const drawings: Readonly<Record<string, () => string>> = {
  'timeline of 2,000 certificates': () => timelineSvg(timelineOf(manyEntries(2000), noon, 'UTC')),
  'strip of 90 days': () => {
    const past = pastOf(90, { 9: { broken: 60_000 } });
    const strip = stripOf('api.example.com', past, latencyOf(past));
    if (strip === null) throw new Error('no strip');
    return stripSvg(strip);
  },
};

const asked = process.argv[2];
const make = asked === undefined ? undefined : drawings[asked];
if (make === undefined) {
  for (const name of Object.keys(drawings)) {
    execFileSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' });
  }
} else {
  const before = process.memoryUsage().rss;
  const cold = await timed(make);
  const warm: number[] = [];
  for (let run = 0; run < warmRuns; run += 1) warm.push(await timed(make));
  const median = warm.toSorted((one, other) => one - other)[Math.floor(warmRuns / 2)] ?? 0;
  const peak = process.resourceUsage().maxRSS / 1024;
  const more = peak - before / 1024 / 1024;
  console.log(
    `${asked}: ${cold.toFixed(0)} ms cold, ${median.toFixed(0)} ms warm, ${more.toFixed(0)} MB more at the peak`,
  );
}

async function timed(make: () => string): Promise<number> {
  const begun = performance.now();
  await drawPng(make());
  return performance.now() - begun;
}
