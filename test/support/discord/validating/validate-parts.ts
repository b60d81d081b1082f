import { z } from 'zod';

/** A text of `least` to `most` UTF-16 units; half a surrogate pair is no text at all. */
export function words(least: number, most: number) {
  return z
    .string()
    .min(least)
    .max(most)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');
}

export const snowflake = z.string().regex(/^\d{1,20}$/, 'is not snowflake.');
export const customId = words(1, 100);
export const flag = z.boolean().optional();
export const colour = z.int().min(0).max(0xffffff);

/** `id` numbers a component within its message. */
export const numbered = { id: z.int().min(0).optional() } as const;

export const emoji = z
  .strictObject({
    id: snowflake.nullable().optional(),
    name: words(1, 32).nullable().optional(),
    animated: flag,
  })
  .refine(({ id, name }) => (id ?? name) !== undefined, 'needs id or name');

/** "Unfurled Media Item", as it is sent: an address, or a file of this very message. */
export const media = z.strictObject({
  url: words(1, 2048).regex(/^(https?:\/\/\S+|attachment:\/\/[A-Za-z0-9._-]+)$/, 'is no URL'),
});
export const attachedOnly = z.strictObject({
  url: words(1, 2048).regex(/^attachment:\/\/[A-Za-z0-9._-]+$/, 'has to be attachment://<filename>'),
});

/** "Select Menu": what all kinds share. */
const selecting = {
  ...numbered,
  custom_id: customId,
  placeholder: words(0, 150).optional(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
} as const;

const option = z.strictObject({
  label: words(1, 100),
  value: words(1, 100),
  description: words(0, 100).optional(),
  emoji: emoji.optional(),
  default: flag,
});

/** Selects may be disabled in a message only and required in a modal only. */
export function selects(place: 'message' | 'modal') {
  const parts = { ...selecting, ...(place === 'message' ? { disabled: flag } : { required: flag }) } as const;
  const picked = (...kinds: readonly ('user' | 'role' | 'channel')[]) => ({
    default_values: z
      .array(z.strictObject({ type: z.enum(kinds), id: snowflake }))
      .max(25)
      .optional(),
  });
  return [
    z
      .strictObject({ type: z.literal(3), ...parts, options: z.array(option).min(1).max(25) })
      .refine(({ options }) => new Set(options.map(({ value }) => value)).size === options.length, {
        path: ['options'],
        message: 'The specified option value is already used',
      })
      .refine(({ options, max_values = 1 }) => options.filter((one) => one.default).length <= max_values, {
        path: ['options'],
        message: 'more options are chosen at first than may be',
      })
      .refine(({ options, max_values = 1 }) => max_values <= options.length, {
        path: ['max_values'],
        message: 'must not be more than there are options',
      }),
    z.strictObject({ type: z.literal(5), ...parts, ...picked('user') }),
    z.strictObject({ type: z.literal(6), ...parts, ...picked('role') }),
    z.strictObject({ type: z.literal(7), ...parts, ...picked('user', 'role') }),
    z.strictObject({
      type: z.literal(8),
      ...parts,
      ...picked('channel'),
      channel_types: z.array(z.int().min(0).max(16)).optional(),
    }),
  ] as const;
}
