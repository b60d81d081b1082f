import { z } from 'zod';
import {
  attachedOnly,
  colour,
  customId,
  emoji,
  flag,
  media,
  numbered,
  selects,
  snowflake,
  words,
} from './validate-parts.ts';

const looks = { ...numbered, type: z.literal(2), disabled: flag } as const;
const labelled = { ...looks, label: words(1, 80).optional(), emoji: emoji.optional() } as const;
const hasFace = (button: { readonly label?: unknown; readonly emoji?: unknown }) =>
  (button.label ?? button.emoji) !== undefined;
const noFace = 'A button needs a label or an emoji';

/** "Button": a label of 80, a custom id of 100 or a URL of 512. */
const button = z.discriminatedUnion('style', [
  z
    .strictObject({ ...labelled, style: z.literal([1, 2, 3, 4]), custom_id: customId })
    .refine(hasFace, noFace),
  z
    .strictObject({
      ...labelled,
      style: z.literal(5),
      url: words(1, 512).regex(/^(https?|discord):\/\//, 'Scheme must be one of http, https, discord.'),
    })
    .refine(hasFace, noFace),
  z.strictObject({ ...looks, style: z.literal(6), sku_id: snowflake }),
]);

const row = z
  .strictObject({
    ...numbered,
    type: z.literal(1),
    components: z
      .array(z.discriminatedUnion('type', [button, ...selects('message')]))
      .min(1)
      .max(5),
  })
  .refine(({ components }) => components.every(({ type }) => type === 2) || components.length === 1, {
    path: ['components'],
    message: 'An action row holds up to five buttons or one select',
  });

export const textDisplay = z.strictObject({ ...numbered, type: z.literal(10), content: words(1, 4000) });
const description = words(1, 1024).nullable().optional();
const thumbnail = z.strictObject({ ...numbered, type: z.literal(11), media, description, spoiler: flag });
const section = z.strictObject({
  ...numbered,
  type: z.literal(9),
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.discriminatedUnion('type', [button, thumbnail]),
});
const gallery = z.strictObject({
  ...numbered,
  type: z.literal(12),
  items: z
    .array(z.strictObject({ media, description, spoiler: flag }))
    .min(1)
    .max(10),
});
const file = z.strictObject({ ...numbered, type: z.literal(13), file: attachedOnly, spoiler: flag });
const separator = z.strictObject({
  ...numbered,
  type: z.literal(14),
  divider: flag,
  spacing: z.literal([1, 2]).optional(),
});
const inside = [row, section, textDisplay, gallery, file, separator] as const;
const container = z.strictObject({
  ...numbered,
  type: z.literal(17),
  accent_color: colour.nullable().optional(),
  spoiler: flag,
  components: z.array(z.discriminatedUnion('type', inside)).min(1).max(40),
});

/** Components of a message with the flag, and the rows of one without. */
export const componentsV2 = z
  .array(z.discriminatedUnion('type', [...inside, container]))
  .min(1)
  .max(40);
export const classicRows = z.array(row).max(5);
