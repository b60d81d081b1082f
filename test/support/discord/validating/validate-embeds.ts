import { z } from 'zod';
import { colour, flag, words } from './validate-parts.ts';

const webUrl = words(1, 2048).regex(
  /^(https?|attachment):\/\//,
  'Scheme must be one of http, https, attachment.',
);
const picture = z.strictObject({ url: webUrl }).optional();

const embed = z.strictObject({
  type: z.literal('rich').optional(),
  title: words(0, 256).optional(),
  description: words(0, 4096).optional(),
  url: webUrl.optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  color: colour.optional(),
  footer: z.strictObject({ text: words(1, 2048), icon_url: webUrl.optional() }).optional(),
  image: picture,
  thumbnail: picture,
  author: z
    .strictObject({ name: words(1, 256), url: webUrl.optional(), icon_url: webUrl.optional() })
    .optional(),
  fields: z
    .array(z.strictObject({ name: words(1, 256), value: words(1, 1024), inline: flag }))
    .max(25)
    .optional(),
});

type Embed = z.infer<typeof embed>;

/** "Embed Limits": ten of them, 6,000 characters in all. */
export const embeds = z
  .array(embed)
  .max(10)
  .refine(
    (all) => all.reduce((sum, one) => sum + lengthOf(one), 0) <= 6000,
    'Embed size exceeds maximum size of 6000',
  );

function lengthOf({ title = '', description = '', footer, author, fields = [] }: Embed): number {
  const named = fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  const around = (footer?.text.length ?? 0) + (author?.name.length ?? 0);
  return title.length + description.length + around + named;
}
