// An escape sequence whole, so that "[31m" does not stay behind.
const ansiSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const controlCharacter = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Direction overrides, joiners, soft hyphens, tag characters, line separators: they make text read other than it is. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Takes out what nobody can see. Keeps line ends and tabs, and every character a platform may give a meaning. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(ansiSequence, '').replace(controlCharacter, '').replace(invisible, '');
}

/** At most `length` UTF-16 units, cut between characters and ended with "…" when something was left out. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}
