import { type Command, fileOptionOf } from '../core/command.ts';
import { takePaste } from '../core/files/paste.ts';
import { pastedFile, type UploadedFile } from '../core/files/uploaded-file.ts';

/** The files of one request; `isPasted`: one of them was typed as text. */
export type Handed = { readonly files: readonly UploadedFile[]; readonly isPasted: boolean };

/** Takes a paste out of a text and puts it beside the files that came with it. */
export function withPaste(
  text: string,
  uploads: readonly UploadedFile[],
): { readonly typed: string; readonly handed: Handed } {
  const paste = takePaste(text);
  if (paste === null) return { typed: text, handed: { files: uploads, isPasted: false } };
  return { typed: paste.rest, handed: { files: [...uploads, pastedFile(paste.pasted)], isPasted: true } };
}

/** Whether one of its actions takes a file. */
export function readsFiles({ actions }: Command): boolean {
  return actions.some((action) => fileOptionOf(action) !== null);
}

/** The value of the option that files fill. */
export function namesOf(files: readonly UploadedFile[]): string {
  return files.map(({ name }) => name).join(', ');
}
