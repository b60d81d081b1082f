import { fileOptionOf, secretOptionOf } from '../../core/command.ts';
import { UserError } from '../../core/errors.ts';
import type { Handover } from '../../core/files/uploaded-file.ts';
import { namesOf } from '../asking/handed.ts';
import type { ParsedCommand } from '../asking/parse.ts';
import { type Asking, askSecret } from './ask-secret.ts';
import { localFile, passwordFrom, secretFrom, standardInput } from './local-files.ts';
import type { Local } from './outcome.ts';

/** The request with the files of this machine and their password beside it. */
export async function handLocalFiles(
  request: ParsedCommand,
  local: Local,
  asking: Asking,
): Promise<{ readonly request: ParsedCommand; readonly handover: Handover }> {
  const { input } = asking;
  const { passwordFile, remark } = local;
  if ([...local.files, passwordFile].filter((path) => path === standardInput).length > 1) {
    throw new UserError('Standard input (-) can be read once. Put the password into a file.');
  }
  const files = [...(request.files ?? []), ...local.files.map((path) => localFile(path, input))];
  const password = passwordFile === null ? null : await passwordFrom(passwordFile, input);
  const option = fileOptionOf(request.action);
  const secret = request.action.options.find(({ kind }) => kind === 'password');
  const hidden = secretOptionOf(request.action);
  // Whoever pipes something in means it to be read; at a terminal it is asked for.
  const hiddenIn =
    hidden === null ? null : (local.secretFile ?? (input.isTTY === true ? null : standardInput));
  const values = {
    ...request.values,
    ...(option === null || files.length === 0 ? {} : { [option.name]: namesOf(files) }),
    ...(secret === undefined || password === null ? {} : { [secret.name]: password }),
    ...(hidden === null || hiddenIn === null ? {} : { [hidden.name]: await secretFrom(hiddenIn, input) }),
  };
  // Standard input that was a file has no keys left.
  const isFree = !local.files.includes(standardInput);
  return {
    request: { ...request, values },
    handover: {
      ...{ files, way: 'local', remark },
      askPassword: async (question) => (isFree ? askSecret(question, asking) : null),
    },
  };
}
