import { z } from 'zod';
import { button, dateAndTime, imageElement, overflow, pickers } from './validate-elements.ts';
import { inputsOnly } from './validate-inputs.ts';
import { richTextElements } from './validate-rich-text.ts';
import { anyText, hasOneSource, imageParts, oneSource, plainText, webUrl, words } from './validate-text.ts';

const id = { block_id: words(1, 255).optional() } as const;

const section = z
  .strictObject({
    type: z.literal('section'),
    ...id,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [button, imageElement, overflow, ...pickers]).optional(),
    expand: z.boolean().optional(),
  })
  .refine(
    ({ text, fields }) => text !== undefined || fields !== undefined,
    'missing required field: text or fields',
  );

const header = z.strictObject({
  type: z.literal('header'),
  ...id,
  text: plainText(150),
  level: z.int().min(1).max(4).optional(),
});

const context = z.strictObject({
  type: z.literal('context'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, ...anyText(3000).options]))
    .min(1)
    .max(10),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  ...id,
  elements: z
    .array(z.discriminatedUnion('type', [button, overflow, dateAndTime, ...pickers]))
    .min(1)
    .max(25),
});

const input = z.strictObject({
  type: z.literal('input'),
  ...id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [dateAndTime, ...inputsOnly, ...pickers]),
});

const image = z
  .strictObject({ ...imageParts, ...id, title: plainText(2000).optional() })
  .refine(hasOneSource, oneSource);

const richText = z.strictObject({ type: z.literal('rich_text'), ...id, elements: richTextElements });
const divider = z.strictObject({ type: z.literal('divider'), ...id });

const video = z.strictObject({
  type: z.literal('video'),
  ...id,
  alt_text: words(1, 2000),
  title: plainText(199),
  title_url: webUrl.optional(),
  thumbnail_url: webUrl,
  video_url: webUrl,
  author_name: words(1, 49).optional(),
  description: plainText(200).optional(),
  provider_icon_url: webUrl.optional(),
  provider_name: words(1, 49).optional(),
});

/** A file that is remote; one of ours is shared by its upload and stands in no block. */
const file = z.strictObject({
  type: z.literal('file'),
  ...id,
  external_id: words(1, 255),
  source: z.literal('remote'),
});

const markdown = z.strictObject({ type: z.literal('markdown'), ...id, text: words(1, 12_000) });

/** "Table block": 100 rows of 20 cells. */
const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: words(1, 10_000) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: words(1, 100).optional() }),
  richText,
]);
const table = z.strictObject({
  type: z.literal('table'),
  ...id,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(20)
    .optional(),
});

const everywhere = [section, header, context, actions, input, image, richText, divider, video] as const;

/** What may stand in a message, and in a view (a modal or App Home). */
export const messageBlocks = z
  .array(z.discriminatedUnion('type', [...everywhere, file, markdown, table]))
  .max(50);
export const viewBlocks = z.array(z.discriminatedUnion('type', everywhere)).min(1).max(100);
