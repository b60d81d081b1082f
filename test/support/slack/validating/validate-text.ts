import { z } from 'zod';

/** A text of `least` to `most` UTF-16 units; half a surrogate pair is no text at all. */
export function words(least: number, most: number) {
  return z
    .string('must be a string')
    .max(most, `must be less than ${most + 1} characters`)
    .min(least, `must be more than ${least - 1} characters`)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');
}

export function plainText(most: number) {
  return z.strictObject({
    type: z.literal('plain_text', 'must be plain_text'),
    text: words(1, most),
    emoji: z.boolean().optional(),
  });
}

function mrkdwnText(most: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: words(1, most),
    verbatim: z.boolean().optional(),
  });
}

/** "Text object". */
export function anyText(most: number) {
  return z.discriminatedUnion('type', [plainText(most), mrkdwnText(most)]);
}

export const webUrl = words(1, 3000).refine(
  (url) => /^(https?|mailto):/i.test(url) && URL.canParse(url),
  'invalid_url',
);

/** "Image block" and "Image element": one of the two says where the picture is. */
export const imageParts = {
  type: z.literal('image'),
  image_url: webUrl.optional(),
  slack_file: z
    .strictObject({ id: z.string().optional(), url: z.string().optional() })
    .refine(({ id, url }) => (id === undefined) !== (url === undefined), 'needs id or url')
    .optional(),
  alt_text: words(1, 2000),
} as const;

export function hasOneSource(image: {
  readonly image_url?: unknown;
  readonly slack_file?: unknown;
}): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}

export const oneSource = 'needs image_url or slack_file, and not both';

/** "Confirmation dialog object". */
export const confirmation = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** "Option object"; a URL belongs to overflow menus only. */
const optionParts = { value: words(1, 150), description: plainText(75).optional() } as const;
export const plainOption = z.strictObject({ text: plainText(75), ...optionParts });
export const richOption = z.strictObject({ text: anyText(75), ...optionParts });
export const overflowOption = z.strictObject({
  text: plainText(75),
  ...optionParts,
  url: webUrl.optional(),
});

/** "Option group object". */
export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(plainOption).min(1).max(100),
});
