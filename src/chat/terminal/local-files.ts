import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { reasonOf, UserError } from '../../core/errors.ts';
import { mostUploadBytes, tooLarge, type UploadedFile } from '../../core/files/uploaded-file.ts';

/** Standard input, as other programs call it. */
export const standardInput = '-';

/** A file on this machine, or standard input; also a pipe such as `<(openssl ...)` makes one. */
export function localFile(path: string, input: NodeJS.ReadableStream): UploadedFile {
  if (path === standardInput) {
    return {
      name: 'standard input',
      size: null,
      bytes: () => bytesOf(input, 'Standard input', mostUploadBytes),
    };
  }
  return {
    name: path,
    size: null,
    async bytes(signal) {
      const size = await sizeOf(path);
      if (size > mostUploadBytes) throw tooLarge(path, size);
      return read(path, createReadStream(path, { signal }), mostUploadBytes);
    },
  };
}

const mostPasswordBytes = 1024;

/** The first line of a file, or of standard input: what stands after it is not part of the password. */
export async function passwordFrom(path: string, input: NodeJS.ReadableStream): Promise<string> {
  if (path !== standardInput) await sizeOf(path);
  // Not before: a stream that nobody reads yet would throw its error at the process.
  const stream = path === standardInput ? input : createReadStream(path);
  const bytes = await read(path, stream, mostPasswordBytes);
  const [line = ''] = Buffer.from(bytes).toString('utf8').split(/\r?\n/);
  bytes.fill(0);
  return line;
}

const mostSecretBytes = 64 * 1024;

/** The whole text of a file or of standard input: a token may have been wrapped. */
export async function secretFrom(path: string, input: NodeJS.ReadableStream): Promise<string> {
  if (path !== standardInput) await sizeOf(path);
  const bytes = await read(path, path === standardInput ? input : createReadStream(path), mostSecretBytes);
  const text = Buffer.from(bytes).toString('utf8');
  bytes.fill(0);
  return text;
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new UserError(`${path} is a folder. Name a file in it.`);
    return found.size;
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw unreadable(path, thrown);
  }
}

async function read(path: string, stream: NodeJS.ReadableStream, most: number): Promise<Uint8Array> {
  try {
    return await bytesOf(stream, path, most);
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw unreadable(path, thrown);
  }
}

async function bytesOf(stream: NodeJS.ReadableStream, name: string, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const part = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += part.length;
    if (size > most) throw tooLarge(name, null);
    chunks.push(part);
  }
  const whole = new Uint8Array(Buffer.concat(chunks));
  for (const chunk of chunks) chunk.fill(0);
  return whole;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, thrown: unknown): UserError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return new UserError(`${path} cannot be read: ${reasons[code] ?? reasonOf(thrown)}.`);
}
