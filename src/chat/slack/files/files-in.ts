import { z } from 'zod';
import { UserError } from '../../../core/errors.ts';
import { mostUploadBytes, tooLarge, type UploadedFile } from '../../../core/files/uploaded-file.ts';
import { download } from '../../download.ts';
import { readRefusal } from '../api/refusal.ts';
import type { WebClient } from '../api/web.ts';

/** A file as an event or files.info tells of it ("File object"). Shared from elsewhere only the id may be there. */
const fileShape = z.object({
  id: z.string(),
  name: z.string().nullish(),
  size: z.number().nonnegative().nullish(),
  url_private_download: z.string().optional(),
  url_private: z.string().optional(),
});
type SlackFile = z.infer<typeof fileShape>;

export type FileSource = {
  readonly client: WebClient;
  readonly botToken: string;
  /** Stands in for https://slack.com/api/. */
  readonly apiUrl: string | undefined;
};

/** The files beside a message, fetched with the bot's token when they are read. */
export type FilesOf = (files: unknown) => readonly UploadedFile[];

const mostFiles = 10;
const noScope =
  'Slack does not hand over the file: the app may not read files. Update it with the manifest (npm run register), which has files:read, and install it again.';

export function createFilesOf(source: FileSource): FilesOf {
  return (files) => {
    if (!Array.isArray(files)) return [];
    const read = files.slice(0, mostFiles).flatMap((file) => fileShape.safeParse(file).data ?? []);
    return read.map((file) => ({
      name: file.name ?? 'file',
      size: file.size ?? null,
      bytes: async (signal) => fetchFile(await whole(file, source), source, signal),
    }));
  };
}

/** Slack Connect leaves out where a file is (`file_access: check_file_info`). */
async function whole(file: SlackFile, { client }: FileSource): Promise<SlackFile> {
  if (file.url_private_download !== undefined || file.url_private !== undefined) return file;
  try {
    const { file: found } = await client.files.info({ file: file.id });
    return fileShape.parse(found);
  } catch (thrown) {
    const { error } = readRefusal(thrown);
    if (error === 'missing_scope') throw new UserError(noScope);
    throw new UserError(`Slack does not hand over the file (${error ?? 'no answer'}). Send it once more.`);
  }
}

async function fetchFile(
  file: SlackFile,
  { botToken, apiUrl }: FileSource,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const name = file.name ?? 'The file';
  if ((file.size ?? 0) > mostUploadBytes) throw tooLarge(name, file.size ?? null);
  const url = URL.parse(file.url_private_download ?? file.url_private ?? '');
  if (url === null || !isSlackFileUrl(url, apiUrl)) {
    throw new UserError(`${name} is kept outside Slack, where Notafter does not go. Upload the file itself.`);
  }
  const headers = { authorization: `Bearer ${botToken}` };
  const outcome = await download(url, { headers, mostBytes: mostUploadBytes, signal });
  switch (outcome.kind) {
    case 'too-large':
      throw tooLarge(name, null);
    case 'refused':
      // Without the scope Slack leads to its log-in page.
      if (outcome.status === 302 || outcome.status === 401 || outcome.status === 403)
        throw new UserError(noScope);
      throw new UserError(`Slack does not hand over ${name}: ${outcome.reason}. Send it once more.`);
    case 'had':
      if (outcome.mediaType.startsWith('text/html') && isPage(outcome.bytes)) throw new UserError(noScope);
      return outcome.bytes;
  }
}

/** The token goes to Slack's own hosts by TLS, or to the very server that stands in for its API. */
export function isSlackFileUrl(url: URL, apiUrl: string | undefined): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (apiUrl !== undefined && URL.parse(apiUrl)?.origin === url.origin) return true;
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return ['slack.com', 'slack-gov.com'].some(
    (domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`),
  );
}

function isPage(bytes: Uint8Array): boolean {
  return /^\s*<(!doctype|html)/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
}
