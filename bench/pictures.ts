// Time and memory of the two pictures for chat, each in a process of its own. Wanted: under 300 ms and 60 MB each. Memory is what
// the drawing adds to a Node that runs already, at its peak, as the kernel counts it (needs Linux).
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawPng } from '../src/drawing/draw-png.ts';
import { stripSvg } from '../src/views/strip/draw.ts';
import { stripOf } from '../src/views/strip/strip.ts';
import { timelineSvg } from '../src/views/timeline/draw.ts';
import { timelineOf } from '../src/views/timeline/timeline.ts';
import { latencyOf, pastOf } from '../test/support/samples/strip-days.ts';
import { manyEntries } from '../test/support/samples/timeline-entries.ts';
import { noon } from '../test/support/store-fixtures.ts';

const warmRuns = 20;

/** `cpuMs`: of all threads; on a busy machine the rest is waiting for others. */
type Spent = { readonly wallMs: number; readonly cpuMs: number };

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
  // Code and collected garbage of starting are no part of a drawing: from here on the peak is counted anew.
  writeFileSync('/proc/self/clear_refs', '5');
  const before = residentMb('VmRSS');
  const cold = await timed(make);
  const first = residentMb('VmHWM') - before;
  const warm: Spent[] = [];
  for (let run = 0; run < warmRuns; run += 1) warm.push(await timed(make));
  const middle = (of: keyof Spent) =>
    warm.map((spent) => spent[of]).toSorted((one, other) => one - other)[Math.floor(warmRuns / 2)] ?? 0;
  const all = residentMb('VmHWM') - before;
  console.log(
    `${asked}: first ${cold.wallMs.toFixed(0)} ms (${cold.cpuMs.toFixed(0)} of work), then ${middle('wallMs').toFixed(0)} ms (${middle('cpuMs').toFixed(0)} of work); ` +
      `${first.toFixed(0)} MB more at its peak, ${all.toFixed(0)} at that of ${warmRuns + 1} in a row, ${(residentMb('VmRSS') - before).toFixed(0)} left behind`,
  );
}

async function timed(make: () => string): Promise<Spent> {
  const begun = performance.now();
  const worked = process.cpuUsage();
  await drawPng(make());
  const { user, system } = process.cpuUsage(worked);
  return { wallMs: performance.now() - begun, cpuMs: (user + system) / 1000 };
}

/** As Linux counts, in MB. */
function residentMb(what: 'VmRSS' | 'VmHWM'): number {
  const line = readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${what}:\\s+(\\d+)`));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}
