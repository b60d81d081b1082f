import type { ChatInputCommandInteraction } from 'discord.js';
import { type Action, fileOptionOf } from '../../../core/command.ts';
import { holdsToken } from '../../../core/files/open-token.ts';
import { takePaste } from '../../../core/files/paste.ts';
import { pastedFile, type UploadedFile } from '../../../core/files/uploaded-file.ts';
import type { Values } from '../../../core/option.ts';
import { namesOf } from '../../asking/handed.ts';
import { attachedFile } from './files-in.ts';

/** What was filled into the boxes of a command. */
export type Given = {
  readonly values: Values;
  readonly files: readonly UploadedFile[];
  /** Certificates, keys, a token or a password: who answers must not tell everybody before they are read. */
  readonly isDelicate: boolean;
};

/** Only options the action has; what is registered may be older than the command. */
export function givenTo(
  action: Action,
  { options }: ChatInputCommandInteraction,
  apiUrl: string | undefined,
): Given {
  const values: Record<string, string> = {};
  const files: UploadedFile[] = [];
  let isDelicate = false;
  for (const { name, kind } of action.options) {
    const found = options.get(name);
    if (found === null) continue;
    if (found.attachment !== undefined && found.attachment !== null) {
      files.push(attachedFile(found.attachment, apiUrl));
      continue;
    }
    const value = String(found.value ?? '');
    const paste = takePaste(value);
    isDelicate ||= kind === 'password' || paste !== null || holdsToken(value);
    if (paste !== null) files.push(pastedFile(paste.pasted));
    else values[name] = value;
  }
  const option = fileOptionOf(action);
  if (option !== null && files.length > 0) values[option.name] = namesOf(files);
  return { values, files, isDelicate: isDelicate || files.length > 0 };
}
