import { randomBytes } from 'node:crypto';
import { type Channel, SlackError } from './shapes.ts';
import type { Arguments } from './validating/check-message.ts';

/** A file as it was shared in a conversation. */
export type SharedFile = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** What it shows, for who cannot see it. */
  readonly alternative: string | null;
  readonly channel: string;
  readonly threadTs: string | null;
};

/** What a person puts beside a message. */
export type UploadInput = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What Slack says of its size, when that is not the truth. */
  readonly size?: number;
  /** Another place than the stand-in's own, to see who gets the token. */
  readonly url?: string;
  /** Slack Connect: the event names the file only, `files.info` tells the rest. */
  readonly isBare?: boolean;
};

export type FileJson = Readonly<Record<string, unknown>> & { readonly id: string };

type Reserved = {
  readonly name: string;
  readonly length: number;
  readonly alternative: string | null;
  bytes: Buffer | null;
};

/** Uploads in three steps, in that order, and files that people uploaded, behind the bot's token. */
export type Files = {
  reserve(given: Arguments): object;
  /** Step two; false when there is no such upload URL. */
  upload(id: string, bytes: Buffer): boolean;
  complete(given: Arguments, place: (id: string) => Channel): object;
  /** What a person uploaded, as an event tells of it. */
  put(input: UploadInput): FileJson;
  info(given: Arguments): object;
  /** The bytes behind `url_private`; null when there are none. */
  bytesOf(path: string): Buffer | null;
  readonly shared: readonly SharedFile[];
};

export function createFiles(base: () => string, teamId: string, onChange: () => void): Files {
  const reserved = new Map<string, Reserved>();
  const uploads = new Map<
    string,
    { readonly json: FileJson; readonly path: string; readonly bytes: Buffer }
  >();
  const shared: SharedFile[] = [];

  return {
    shared,
    reserve({ filename, length, alt_txt }) {
      if (String(alt_txt ?? '').length > 1000) throw new SlackError('alt_txt_too_large');
      const size = Number(length);
      if (typeof filename !== 'string' || filename === '' || !Number.isInteger(size) || size <= 0) {
        throw new SlackError('invalid_arguments', ['[ERROR] missing required field: filename, length']);
      }
      const id = newId();
      const alternative = alt_txt === undefined ? null : String(alt_txt);
      reserved.set(id, { name: filename, length: size, alternative, bytes: null });
      return { upload_url: `${base()}/upload/v1/${id}`, file_id: id };
    },
    upload(id, bytes) {
      const file = reserved.get(id);
      if (file === undefined || file.length !== bytes.length) return false;
      file.bytes = bytes;
      return true;
    },
    complete({ files: asked, channel_id: channel, thread_ts: thread }, place) {
      const list = entries(asked).map(({ id, title }) => {
        const file = reserved.get(id);
        if (file === undefined || file.bytes === null) throw new SlackError('file_not_found');
        return { id, title: title ?? file.name, file, text: file.bytes.toString('utf8') };
      });
      if (list.length === 0)
        throw new SlackError('invalid_arguments', ['[ERROR] missing required field: files']);
      if (channel !== undefined) {
        const { id: to } = place(String(channel));
        for (const { id, title, file, text } of list) {
          const { name, alternative, bytes } = file;
          const where = { channel: to, threadTs: threadOf(thread) };
          shared.push({ id, title, text, name, alternative, bytes: bytes ?? Buffer.alloc(0), ...where });
          reserved.delete(id);
        }
      }
      onChange();
      return { files: list.map(({ id, title }) => ({ id, title })) };
    },
    put({ name, bytes, size = bytes.length, url, isBare = false }) {
      const id = newId();
      const path = `/files-pri/${teamId}-${id}/download/${encodeURIComponent(name)}`;
      const whole = {
        id,
        name,
        title: name,
        mimetype: 'text/plain',
        filetype: 'text',
        mode: 'hosted',
        size,
        url_private: url ?? `${base()}${path.replace('/download', '')}`,
        url_private_download: url ?? `${base()}${path}`,
      };
      uploads.set(id, { json: whole, path, bytes: Buffer.from(bytes) });
      return isBare ? { id, mode: 'file_access', file_access: 'check_file_info' } : whole;
    },
    info({ file }) {
      const found = uploads.get(String(file));
      if (found === undefined) throw new SlackError('file_not_found');
      return { file: found.json };
    },
    bytesOf(path) {
      const found = [...uploads.values()].find(
        (upload) => path === upload.path || path === upload.path.replace('/download', ''),
      );
      return found?.bytes ?? null;
    },
  };
}

function entries(asked: unknown): readonly { readonly id: string; readonly title?: string }[] {
  const list: unknown = typeof asked === 'string' ? JSON.parse(asked) : asked;
  if (!Array.isArray(list) || !list.every((entry) => typeof entry?.id === 'string')) {
    throw new SlackError('invalid_arguments', ['[ERROR] files wants [{ id, title }]']);
  }
  return list;
}

function threadOf(given: unknown): string | null {
  if (given === undefined) return null;
  if (!/^\d{10}\.\d{6}$/.test(String(given))) throw new SlackError('invalid_thread_ts');
  return String(given);
}

function newId(): string {
  return `F${randomBytes(5).toString('hex').toUpperCase()}`;
}
