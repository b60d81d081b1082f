import { UserError } from '../../../core/errors.ts';
import { mostUploadBytes, tooLarge, type UploadedFile } from '../../../core/files/uploaded-file.ts';
import { download } from '../../download.ts';

/** An attachment as an interaction tells of it ("Attachment Object"). */
export type DiscordAttachment = { readonly name: string; readonly size: number; readonly url: string };

/** Discord's own content hosts. */
const hosts = ['cdn.discordapp.com', 'media.discordapp.net'];

/** Fetched when it is read; the address carries its own signature, so nothing of the bot's is sent along. */
export function attachedFile(
  { name, size, url }: DiscordAttachment,
  apiUrl: string | undefined,
): UploadedFile {
  return {
    name,
    size,
    async bytes(signal) {
      if (size > mostUploadBytes) throw tooLarge(name, size);
      const address = URL.parse(url);
      if (address === null || !isAttachmentUrl(address, apiUrl)) {
        throw new UserError(`${name} is not kept by Discord, and Notafter goes nowhere else for it.`);
      }
      const outcome = await download(address, { mostBytes: mostUploadBytes, signal });
      if (outcome.kind === 'too-large') throw tooLarge(name, null);
      if (outcome.kind === 'refused') {
        throw new UserError(`Discord does not hand over ${name}: ${outcome.reason}. Attach it once more.`);
      }
      return outcome.bytes;
    },
  };
}

/** Discord's hosts by TLS, or the host that stands in for its API. */
export function isAttachmentUrl(url: URL, apiUrl: string | undefined): boolean {
  if (url.username !== '' || url.password !== '') return false;
  const standIn = apiUrl === undefined ? null : URL.parse(apiUrl);
  if (standIn !== null && standIn.hostname === url.hostname && standIn.protocol === url.protocol) return true;
  return url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname);
}
