import { z } from 'zod';
import { viewBlocks } from './validate-blocks.ts';
import { plainText, words } from './validate-text.ts';

const common = {
  blocks: viewBlocks,
  private_metadata: words(0, 3000).optional(),
  callback_id: words(1, 255).optional(),
  external_id: words(1, 255).optional(),
} as const;

/** "Modal view": titles of 24 characters. */
const modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});

const home = z.strictObject({ type: z.literal('home'), ...common });

export const anyView = z.discriminatedUnion('type', [modal, home]);
