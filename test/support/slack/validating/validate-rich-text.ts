import { z } from 'zod';
import { webUrl, words } from './validate-text.ts';

const flag = z.boolean().optional();
const marks = { bold: flag, italic: flag, strike: flag, underline: flag } as const;
const styles = z
  .strictObject({ ...marks, code: flag, highlight: flag, client_highlight: flag, unlink: flag })
  .optional();
const styled = { style: styles } as const;
const dateToken =
  /\{(day_divider_pretty|date_num|date_slash|date_long|date_long_full|date_long_pretty|date|date_pretty|date_short|date_short_pretty|time|time_secs|ago)\}/;

function idOf(form: RegExp) {
  return words(1, 40).regex(form, 'invalid id');
}

const textRun = z.strictObject({ type: z.literal('text'), text: words(1, 40_000), ...styled });
const link = z.strictObject({
  type: z.literal('link'),
  url: webUrl,
  text: words(1, 40_000).optional(),
  unsafe: flag,
  ...styled,
});

/** "Rich text block", elements of a section. */
const inline = z.discriminatedUnion('type', [
  textRun,
  link,
  z.strictObject({ type: z.literal('user'), user_id: idOf(/^[UW][A-Z0-9]{2,}$/), ...styled }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: idOf(/^S[A-Z0-9]{2,}$/), ...styled }),
  z.strictObject({ type: z.literal('channel'), channel_id: idOf(/^[CDG][A-Z0-9]{2,}$/), ...styled }),
  z.strictObject({ type: z.literal('team'), team_id: idOf(/^T[A-Z0-9]{2,}$/), ...styled }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...styled }),
  z.strictObject({
    type: z.literal('emoji'),
    name: words(1, 100).regex(/^[a-z0-9_+'-]+$/, 'must be the name of an emoji without colons'),
    unicode: words(1, 100).optional(),
    skin_tone: z.int().min(1).max(6).optional(),
    url: webUrl.optional(),
    ...styled,
  }),
  z.strictObject({
    type: z.literal('color'),
    value: z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'must be a colour'),
    ...styled,
  }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int('must be an integer of seconds').min(0),
    format: words(1, 1000).regex(dateToken, 'must hold a date token such as {date_short}'),
    url: webUrl.optional(),
    fallback: words(1, 1000).optional(),
    ...styled,
  }),
]);

const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline).max(1000),
});
const border = z.union([z.literal(0), z.literal(1)], 'must be 0 or 1').optional();

export const richTextElements = z
  .array(
    z.discriminatedUnion('type', [
      section,
      z.strictObject({
        type: z.literal('rich_text_list'),
        style: z.enum(['bullet', 'ordered']),
        elements: z.array(section).min(1).max(1000),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
      }),
      z.strictObject({
        type: z.literal('rich_text_preformatted'),
        elements: z.array(z.discriminatedUnion('type', [textRun, link])).max(1000),
        border,
        language: words(1, 40).optional(),
      }),
      z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).max(1000), border }),
    ]),
  )
  .min(1)
  .max(1000);
