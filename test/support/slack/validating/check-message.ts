import { type Block, SlackError } from '../shapes.ts';
import { charactersIn, problemsOfBlocks, toMessages } from './validate.ts';

/** Arguments of a call as they came: a form gives texts, JSON gives values. */
export type Arguments = Readonly<Record<string, unknown>>;

export type Draft = { readonly text: string; readonly blocks: readonly Block[] };

/** Longest `text` a post may have; an edit may have 4,000. */
export const longestPost = 40_000;
export const longestEdit = 4000;

/** What posts, edits and answers to a response_url may say; Slack ignores the rest, and a misspelt one would do nothing. */
const known = new Set([
  ...[
    'token',
    'channel',
    'user',
    'ts',
    'text',
    'blocks',
    'attachments',
    'metadata',
    'thread_ts',
    'reply_broadcast',
  ],
  ...[
    'unfurl_links',
    'unfurl_media',
    'link_names',
    'parse',
    'mrkdwn',
    'file_ids',
    'username',
    'icon_url',
    'icon_emoji',
  ],
  ...['response_type', 'replace_original', 'delete_original'],
]);

/** Text and blocks of a post, an edit or an answer to a response_url; throws what Slack would answer. */
export function checkDraft(given: Arguments, longest: number, before: Draft | null = null): Draft {
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new SlackError('invalid_arguments', [`[ERROR] unknown argument: ${unknown}`]);
  const text = given.text === undefined ? (before?.text ?? '') : String(given.text);
  if (text.length > longest) throw new SlackError('msg_too_long');
  const blocks =
    given.blocks === undefined ? (before?.blocks ?? []) : checkBlocks(parsedBlocks(given.blocks));
  if (given.attachments !== undefined) {
    throw new SlackError('invalid_attachments', ['[ERROR] the stand-in knows no attachments: use blocks']);
  }
  if (text.trim() === '' && blocks.length === 0) throw new SlackError('no_text');
  return { text, blocks };
}

/** 50 blocks, 13,200 characters in all, one table; throws what Slack would answer. */
function checkBlocks(value: unknown): readonly Block[] {
  const problems = problemsOfBlocks(value);
  if (problems.length > 0) throw new SlackError('invalid_blocks', toMessages(problems));
  const blocks = value as readonly Block[];
  if (blocks.filter(({ type }) => type === 'table').length > 1) {
    throw new SlackError('invalid_attachments', ['[ERROR] only_one_table_allowed']);
  }
  const size = charactersIn(blocks);
  if (size > 13_200) throw new SlackError('msg_blocks_too_long', [`[ERROR] ${size} of 13200 characters`]);
  return blocks;
}

function parsedBlocks(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError('invalid_blocks_format');
  }
}

/** chat.postMessage's `metadata`: an event type and a payload, or nothing. */
export function checkMetadata(value: unknown): unknown {
  if (value === undefined) return undefined;
  const metadata: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  const isRecord = typeof metadata === 'object' && metadata !== null;
  if (isRecord && 'event_type' in metadata && 'event_payload' in metadata) return metadata;
  throw new SlackError(
    'invalid_metadata_format',
    toMessages([{ pointer: '/metadata', reason: 'event_type and event_payload' }]),
  );
}
