import { UserError } from '../errors.ts';
import { mostUploadBytes, tooLarge, type UploadedFile } from './uploaded-file.ts';

const mostFiles = 10;

/**
 * The bytes of all files as one. Certificate and key often come in two files, and PEM text may stand after other PEM
 * text; anything else has to come alone.
 */
export async function bytesOfAll(
  files: readonly UploadedFile[],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (files.length > mostFiles)
    throw new UserError(`That are ${files.length} files; ${mostFiles} is the most.`);
  const read: Uint8Array[] = [];
  for (const file of files) {
    if (file.size !== null && file.size > mostUploadBytes) throw tooLarge(file.name, file.size);
    const bytes = await file.bytes(signal);
    if (bytes.length === 0) throw new UserError(`${file.name} is empty: there is nothing to read in it.`);
    read.push(bytes);
  }
  const size = read.reduce((sum, bytes) => sum + bytes.length + 1, 0);
  if (size > mostUploadBytes + mostFiles) throw tooLarge('All of it', size);
  if (read.length > 1 && !read.every(isPem)) {
    throw new UserError('Several files are read together only when all are PEM text. Send them one by one.');
  }
  const [only] = read;
  if (only !== undefined && read.length === 1) return new Uint8Array(only);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const bytes of read) {
    whole.set(bytes, at);
    at += bytes.length;
    whole[at] = 0x0a;
    at += 1;
    bytes.fill(0);
  }
  return whole;
}

function isPem(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('-----BEGIN ');
}
