import { addSketches, bucketOf, type DayLatency, type Sketch } from '../../core/past/latency.ts';

/**
 * Days as text, in order: `20784=41:3.10.8,70:1;20785=...`, each with its buckets from the lowest on: the first of several in a
 * row, and the counts of these.
 */
export function encodeDays(days: readonly DayLatency[]): string | null {
  if (days.length === 0) return null;
  return days
    .toSorted((one, other) => one.day - other.day)
    .map(({ day, sketch }) => `${day}=${encodeSketch(sketch)}`)
    .join(';');
}

export function decodeDays(text: string | null): readonly DayLatency[] {
  if (text === null) return [];
  return text.split(';').map((each) => {
    const [day = '', sketch = ''] = each.split('=');
    return { day: Number(day), sketch: decodeSketch(sketch) };
  });
}

/** One look more; only the last day is read, as looks are kept in order. */
export function withLook(text: string | null, day: number, ms: number): string {
  const look: Sketch = new Map([[bucketOf(ms), 1]]);
  if (text === null) return `${day}=${encodeSketch(look)}`;
  const cut = text.lastIndexOf(';') + 1;
  const last = text.slice(cut);
  if (!last.startsWith(`${day}=`)) return `${text};${day}=${encodeSketch(look)}`;
  const known = decodeSketch(last.slice(last.indexOf('=') + 1));
  return `${text.slice(0, cut)}${day}=${encodeSketch(addSketches([known, look]))}`;
}

function encodeSketch(sketch: Sketch): string {
  let text = '';
  let next = -1;
  for (const [bucket, count] of [...sketch].toSorted(([one], [other]) => one - other)) {
    if (bucket === next) text += `.${count}`;
    else text += `${text === '' ? '' : ','}${bucket}:${count}`;
    next = bucket + 1;
  }
  return text;
}

function decodeSketch(text: string): Sketch {
  const sketch = new Map<number, number>();
  for (const row of text.split(',')) {
    const [first = '', counts = ''] = row.split(':');
    for (const [at, count] of counts.split('.').entries()) sketch.set(Number(first) + at, Number(count));
  }
  return sketch;
}
