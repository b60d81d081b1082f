/** Shorter names are too much like those of other programs. */
const shortest = 8;

/** Variables that nobody reads, and are one slip away from a setting: each with what was meant. Names only, never values. */
export function misspeltSettings(
  given: readonly string[],
  settings: readonly string[],
): readonly { readonly name: string; readonly meant: string }[] {
  const known = new Set(settings.flatMap((name) => [name, `${name}_FILE`]));
  const strange = given.filter((name) => name.length >= shortest && !known.has(name));
  return strange.flatMap((name) => {
    const meant = settings.find((setting) => setting.length >= shortest && isOneSlip(name, setting));
    return meant === undefined ? [] : [{ name, meant }];
  });
}

/** A letter too many, too few, another, or two that changed places. */
function isOneSlip(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const rest = (text: string, from: number) => text.slice(from);
  return (
    rest(one, at + 1) === rest(other, at + 1) ||
    rest(one, at + 1) === rest(other, at) ||
    rest(one, at) === rest(other, at + 1) ||
    (one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, at + 2) === rest(other, at + 2))
  );
}
