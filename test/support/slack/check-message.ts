import { invalidBlocks } from './block-errors.ts';
import { checkBlocks } from './check-blocks.ts';
import { type Block, SlackError } from './shapes.ts';

/** Arguments of a call as they came: a form gives texts, JSON gives values. */
export type Arguments = Readonly<Record<string, unknown>>;

export type Draft = { readonly text: string; readonly blocks: readonly Block[] };

/** Longest `text` a post may have; an edit may have 4,000. */
export const longestPost = 40_000;
export const longestEdit = 4000;

/** Text and blocks of a post, an edit or an answer to a response_url; throws what Slack would answer. */
export function checkDraft(given: Arguments, longest: number, before: Draft | null = null): Draft {
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
    invalidBlocks('/metadata', 'event_type and event_payload').messages,
  );
}
