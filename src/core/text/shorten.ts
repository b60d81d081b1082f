/** At most `most` characters, cut between code points and ended with "..." when something was left out. */
export function shorten(text: string, most = 200): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > most - 3) break;
    kept += character;
  }
  return `${kept}...`;
}
