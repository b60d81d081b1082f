import { visibleLine } from '../../core/text/visible-text.ts';
import type { OutgoingFile } from '../showing/outgoing-files.ts';
import type { Look } from './look.ts';
import type { Saved } from './save-files.ts';

export type FileSheet = { readonly look: Look; readonly indent: string };

/** What an answer offers: where it was written, or how to have it written. `saved` is null without `--save`. */
export function fileLines(
  files: readonly OutgoingFile[],
  saved: readonly Saved[] | null,
  { look, indent }: FileSheet,
): readonly string[] {
  if (saved === null) {
    return files.map(({ name, alternative }) => {
      const shows = alternative === null ? '' : `a picture of ${visibleLine(alternative)}; `;
      return `${indent}${look.code(name)}: ${shows}run with --save DIR to write it`;
    });
  }
  if (files.length === 0) return [`${indent}Nothing to save: this answer offers no file.`];
  return saved.flatMap(({ path, outcome }) => {
    if (outcome === 'failed') return [];
    const shown = look.code(visibleLine(path));
    return [`${indent}${shown}: ${outcome === 'written' ? 'written' : 'was there already, the same'}`];
  });
}
