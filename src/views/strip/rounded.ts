/** To two places: enough for a picture, short in its text. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
