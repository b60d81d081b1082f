import { createHmac, randomBytes } from 'node:crypto';
import type { OutgoingFile } from '../chat/showing/outgoing-files.ts';

/** Files of answers, kept in memory for as long as there is room: the oldest go first, and all with the process. */
export type Downloads = {
  /** The path of a file on this server. The same file has the same path, which nobody can guess. */
  offer(file: OutgoingFile): string;
  /** Null when it is not kept, or not any longer. */
  find(id: string): OutgoingFile | null;
};

const mostFiles = 200;
const mostBytes = 16 * 1024 * 1024;

export function createDownloads(): Downloads {
  const secret = randomBytes(32);
  const kept = new Map<string, OutgoingFile>();
  let size = 0;

  function forget(id: string): void {
    size -= kept.get(id)?.bytes.length ?? 0;
    kept.delete(id);
  }

  return {
    offer(file) {
      const id = createHmac('sha256', secret)
        .update(JSON.stringify([file.name, file.mediaType]))
        .update(file.bytes)
        .digest('base64url');
      // The newest stands last.
      forget(id);
      kept.set(id, file);
      size += file.bytes.length;
      for (const oldest of kept.keys()) {
        if (kept.size <= mostFiles && size <= mostBytes) break;
        forget(oldest);
      }
      return `/files/${id}/${file.name}`;
    },
    find: (id) => kept.get(id) ?? null,
  };
}

/** Types that no browser runs or shows as a page; anything else is bytes. */
const harmless = new Set(['application/x-pem-file', 'application/pkix-cert', 'text/plain']);

/**
 * A file is for saving, never for showing: whatever is in it runs nowhere. A picture is shown, as a PNG and as nothing
 * else (`outgoingFiles` has seen that it is one). Names are safe already.
 */
export function downloadResponse({ name, mediaType, bytes, alternative }: OutgoingFile): Response {
  const isPicture = alternative !== null;
  const type = harmless.has(mediaType) ? `${mediaType}; charset=utf-8` : 'application/octet-stream';
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': isPicture ? 'image/png' : type,
      'content-disposition': `${isPicture ? 'inline' : 'attachment'}; filename="${name}"`,
      'content-length': String(bytes.length),
      // It may be opened by itself: nothing in it is run or asked for.
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    },
  });
}
