import { createHmac, randomBytes } from 'node:crypto';
import type { OfferedFile } from '../core/message.ts';

/** Files of answers, kept in memory for as long as there is room: the oldest go first, and all with the process. */
export type Downloads = {
  /** The path of a file on this server. The same file has the same path, which nobody can guess. */
  offer(file: OfferedFile): string;
  /** Null when it is not kept, or not any longer. */
  find(id: string): OfferedFile | null;
};

const mostFiles = 200;
const mostCharacters = 16 * 1024 * 1024;

export function createDownloads(): Downloads {
  const secret = randomBytes(32);
  const kept = new Map<string, OfferedFile>();
  let characters = 0;

  function forget(id: string): void {
    characters -= kept.get(id)?.text.length ?? 0;
    kept.delete(id);
  }

  return {
    offer(file) {
      const id = createHmac('sha256', secret)
        .update(JSON.stringify([file.name, file.text]))
        .digest('base64url');
      // The newest stands last.
      forget(id);
      kept.set(id, file);
      characters += file.text.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= mostFiles && characters <= mostCharacters) break;
        forget(oldest);
      }
      return `/files/${id}/${file.name}`;
    },
    find: (id) => kept.get(id) ?? null,
  };
}

/** Types that no browser runs or shows as a page; anything else is bytes. */
const harmless = new Set(['application/x-pem-file', 'application/pkix-cert', 'text/plain']);

/** For saving, never for showing: whatever is in it runs nowhere. Its name is safe already. */
export function downloadResponse({ name, mediaType, text }: OfferedFile): Response {
  return new Response(text, {
    headers: {
      'content-type': harmless.has(mediaType) ? `${mediaType}; charset=utf-8` : 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"`,
      'content-length': String(Buffer.byteLength(text)),
      'cache-control': 'no-store',
    },
  });
}
