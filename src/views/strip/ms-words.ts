import { rounded } from './rounded.ts';
/** "250 ms", "1.5 s". */
export function msWords(ms: number): string {
  if (ms >= 1000) return `${rounded(ms / 1000)} s`;
  return `${ms >= 10 || ms === 0 ? Math.round(ms) : rounded(ms)} ms`;
}
