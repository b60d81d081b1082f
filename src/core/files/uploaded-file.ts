import { UserError } from '../errors.ts';
import { sizeText } from '../text/size-text.ts';

/** The most that is read of one file: a thousand certificates, and no strain on anybody. */
export const mostUploadBytes = 1024 * 1024;

/** A file that somebody handed over beside a command. It may hold a private key: it is read once and kept nowhere. */
export type UploadedFile = {
  /** As its owner calls it; foreign text. */
  readonly name: string;
  /** As the platform states it; null where nobody knows before the end. */
  readonly size: number | null;
  /** Fetched when asked for, at most `mostUploadBytes`; UserError when it is larger or cannot be had. */
  bytes(signal: AbortSignal): Promise<Uint8Array>;
};

/**
 * How files came: `message`: in a message that others may read and that Notafter cannot delete; `upload`: to Notafter
 * alone, yet over somebody's service; `local`: from the disk of who asked.
 */
export type UploadWay = 'message' | 'upload' | 'local';

/** What comes beside the values of a command. */
export type Handover = {
  readonly files: readonly UploadedFile[];
  readonly way: UploadWay;
  /** What the answer has to say of how they were chosen; null for nothing. */
  readonly remark: string | null;
  /** Asks who called, without an echo; null when there is no answer. Absent where nobody can be asked. */
  readonly askPassword?: (question: string) => Promise<string | null>;
};

export const nothingHanded: Handover = { files: [], way: 'local', remark: null };

/** Text that was typed or pasted, as a file. */
export function pastedFile(text: string): UploadedFile {
  const bytes = new TextEncoder().encode(text);
  return {
    name: 'pasted text',
    size: bytes.length,
    async bytes() {
      if (bytes.length > mostUploadBytes) throw tooLarge('The pasted text', bytes.length);
      return bytes;
    },
  };
}

/** `size` null: it did not end at the limit. */
export function tooLarge(name: string, size: number | null): UserError {
  const found = size === null ? `more than ${sizeText(mostUploadBytes)}` : sizeText(size);
  return new UserError(
    `${name} has ${found}; ${sizeText(mostUploadBytes)} is the most. Send only the certificates.`,
  );
}
