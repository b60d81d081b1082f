import type { types } from '@slack/bolt';

export type SlackBlock =
  | types.RichTextBlock
  | types.HeaderBlock
  | types.ContextBlock
  | types.ActionsBlock
  | types.DividerBlock;

/** One message as chat.postMessage, chat.update and a response_url take it. */
export type Payload = {
  readonly text: string;
  readonly blocks: SlackBlock[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
};
