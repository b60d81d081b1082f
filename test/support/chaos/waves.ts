import type { Random } from '../simulation/random.ts';
import type { Toxic } from '../toxics/toxic.ts';

export const toxicNames = ['latency', 'cut', 'reset', 'half-open'] as const;
export type ToxicName = (typeof toxicNames)[number];

/** So long it is bad, then so long all is well. */
export type Wave = { readonly toxic: Toxic; readonly badMs: number; readonly wellMs: number };

const short = { badMs: 10_000, wellMs: 10_000 };
const long = { badMs: 60_000, wellMs: 20_000 };
const pattern = [short, long, short, short] as const;

/** Short ones and long ones by turns until the time is over, the first long one within two minutes. */
export function wavesOf(name: ToxicName, minutes: number, random: Random): readonly Wave[] {
  const waves: Wave[] = [];
  let leftMs = minutes * 60_000;
  for (let at = 0; leftMs > 0; at += 1) {
    const { badMs, wellMs } = pattern[at % pattern.length] ?? short;
    const wave = { toxic: toxicOf(name, random), badMs: Math.min(badMs, leftMs), wellMs };
    waves.push(wave);
    leftMs -= wave.badMs + wellMs;
  }
  return waves;
}

export function toxicOf(name: ToxicName, random: Random): Toxic {
  if (name !== 'latency') return { kind: name };
  const ms = random.whole(200, 2500);
  return { kind: 'latency', ms, jitterMs: Math.round(ms / 2) };
}
