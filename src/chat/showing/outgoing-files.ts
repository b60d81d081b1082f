import { freeName, offeredFiles, offeredLimits, safeFileName } from '../../core/files/offered-file.ts';
import type { Message } from '../../core/message.ts';

/** What goes out beside a message: a file to have, or a picture to look at. */
export type OutgoingFile = {
  /** A safe name, no two the same in one message. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** What a picture shows, for who cannot see it; null for a file. */
  readonly alternative: string | null;
};

/** The files first, then the pictures; what is no PNG is left out, since every platform would draw it as one. */
export function outgoingFiles(message: Pick<Message, 'files' | 'pictures'>): readonly OutgoingFile[] {
  const files = offeredFiles(message).map(
    ({ name, mediaType, text }): OutgoingFile => ({
      name,
      mediaType,
      bytes: Buffer.from(text),
      alternative: null,
    }),
  );
  const taken = new Set(files.map(({ name }) => name.toLowerCase()));
  const pictures: OutgoingFile[] = [];
  for (const { name, bytes, alternative } of message.pictures ?? []) {
    if (files.length + pictures.length === offeredLimits.files) break;
    if (!isPng(bytes) || bytes.length > mostPictureBytes) continue;
    const free = freeName(safeFileName(name).replace(/(\.png)?$/i, '.png'), taken);
    taken.add(free.toLowerCase());
    pictures.push({ name: free, mediaType: 'image/png', bytes, alternative });
  }
  return [...files, ...pictures];
}

/** Discord takes 10 MiB for a whole message. */
const mostPictureBytes = 4 * 1024 * 1024;

/** PNG specification (third edition) §5.2. */
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, at) => bytes[at] === byte);
}
