import { actionOf, type Command, fileOptionOf } from '../../core/command.ts';
import { takePaste } from '../../core/files/paste.ts';
import { pastedFile, type UploadedFile } from '../../core/files/uploaded-file.ts';

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

/**
 * What was typed over several lines where the action takes lines for a file: the first is the command, the rest the file. A
 * fence around it (```) belongs to neither. Null: it is no such thing. `skipped`: words before that of the action.
 */
export function withLines(
  command: Command,
  text: string,
  skipped: number,
): { readonly typed: string; readonly handed: Handed } | null {
  const [, head = '', body = ''] = /^\s*([^\r\n]*)\r?\n([\s\S]*)$/.exec(text) ?? [];
  const action = actionOf(command, head.split(/\s+/)[skipped]?.toLowerCase() ?? '');
  if (action === null || fileOptionOf(action)?.lines !== true || body.trim() === '') return null;
  const bare = body.replace(/^\s*```\w*\r?\n?/, '').replace(/\r?\n?```\s*$/, '');
  return {
    typed: head.replace(/\s*```\w*\s*$/, ''),
    handed: { files: [pastedFile(bare)], isPasted: false },
  };
}
