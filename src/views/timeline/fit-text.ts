import { drawable } from './svg.ts';

/** Widths of Inter in parts of the size, rounded up: text must never run into what stands beside it. */
function widthOf(character: string): number {
  if (/[.,:;'|!iIjl]/.test(character)) return 0.3;
  if (/[()[\]{}frt/\\ "]/.test(character)) return 0.41;
  if (/[-_acksvxyz]/.test(character)) return 0.58;
  if (/[mwMW@%\u2026]/.test(character)) return 0.96;
  if (/[A-Z]/.test(character)) return 0.77;
  return character.charCodeAt(0) < 0x7f ? 0.66 : 0.95;
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
