import { offeredFiles } from '../../../core/files/offered-file.ts';
import { type Message, note, text } from '../../../core/message.ts';
import { withFileHint } from '../../showing/file-hint.ts';
import { type OutgoingFile, outgoingFiles } from '../../showing/outgoing-files.ts';
import { withPictureWords } from '../../showing/picture-words.ts';
import { openDirectly } from '../api/direct-channel.ts';
import { outcomeOf, type Refusal, readRefusal } from '../api/refusal.ts';
import type { WebClient } from '../api/web.ts';
import { shareFiles } from '../files/files-out.ts';
import type { Asked } from './asked.ts';

/**
 * For an answer that only the caller sees, which can hold no file: the files go to the caller directly, and the answer
 * says so, or says how to get them.
 */
export async function handedDirectly(
  words: Message,
  { client, log, shell, caller }: Pick<Asked, 'client' | 'log' | 'shell' | 'caller'>,
): Promise<Message> {
  const files = outgoingFiles(words);
  if (files.length === 0 || caller === null) return words;
  const refusal = await shareDirectly(client, files, caller);
  if (refusal !== null) {
    log.warn(refusal, 'Slack took no file');
    const { reason } = outcomeOf(refusal);
    return withPictureWords(withFileHint(words, offeredFiles(words), reason, shell), reason);
  }
  const names = files.map(({ name }) => name).join(', ');
  const told = note(text(`${names}: in your direct messages with Notafter.`));
  return { ...words, blocks: [...words.blocks, told] };
}

async function shareDirectly(
  client: WebClient,
  files: readonly OutgoingFile[],
  user: string,
): Promise<Refusal | null> {
  try {
    return await shareFiles(client, files, { channel: await openDirectly(client, user), thread: undefined });
  } catch (thrown) {
    return readRefusal(thrown);
  }
}
