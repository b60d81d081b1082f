import { drawable } from './svg.ts';

/** Widths of Inter Regular from U+0020 to U+007E in hundredths of the size, two digits each, rounded up. */
const widths =
  '292841646482642337375066284728366347616465616358626328286666665194686673726059757527556657897677' +
  '6477646465756895656763373637474650576356635937616024245524875960616138533759568254565537333766';

/** Text must never run into what stands beside it: what is not in the table counts as wide. */
function widthOf(character: string): number {
  const at = (character.charCodeAt(0) - 0x20) * 2;
  return Number(widths.slice(at, at + 2) || '95') / 100;
}

export function textWidth(text: string, size: number): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0) * size;
}

/** Cut in the middle: names differ at their beginning and are known by their end. */
export function fitText(text: string, size: number, width: number): string {
  // Nobody sees more, and a name may be as long as its server likes.
  const characters = [...drawable(text.length > 1000 ? `${text.slice(0, 500)}${text.slice(-500)}` : text)];
  if (textWidth(characters.join(''), size) <= width) return characters.join('');
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const front = Math.ceil(kept / 2);
    const cut = `${characters.slice(0, front).join('')}\u2026${characters.slice(front - kept || characters.length).join('')}`;
    if (textWidth(cut, size) <= width) return cut;
  }
  return '\u2026';
}
