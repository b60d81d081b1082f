/** The known word that was probably meant: one slip away, two in a long word; null where none is, or where two are as near. */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  const most = typed.length > 4 ? 2 : 1;
  const near = known
    .map((word) => ({ word, slips: slipsBetween(typed.slice(0, 40), word) }))
    .filter(({ slips }) => slips <= most)
    .toSorted((one, other) => one.slips - other.slips);
  const [first, second] = near;
  return first === undefined || first.slips === second?.slips ? null : first.word;
}

/** Letters left out, added, mistaken or swapped with their neighbour (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  let older: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const row = [at];
    for (let to = 1; to <= other.length; to += 1) {
      const isSame = one[at - 1] === other[to - 1];
      const isSwapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      row[to] = Math.min(
        (last[to] ?? 0) + 1,
        (row[to - 1] ?? 0) + 1,
        (last[to - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (older[to - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    older = last;
    last = row;
  }
  return last[other.length] ?? 0;
}
