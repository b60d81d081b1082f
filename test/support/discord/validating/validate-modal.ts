import { z } from 'zod';
import { textDisplay } from './validate-components.ts';
import { customId, flag, numbered, selects, words } from './validate-parts.ts';

/** "Text Input": 4,000 characters; its label is that of the Label around it. */
const textInput = z
  .strictObject({
    ...numbered,
    type: z.literal(4),
    custom_id: customId,
    style: z.literal([1, 2]),
    min_length: z.int().min(0).max(4000).optional(),
    max_length: z.int().min(1).max(4000).optional(),
    required: flag,
    value: words(0, 4000).optional(),
    placeholder: words(0, 100).optional(),
  })
  .refine(({ value = '', max_length = 4000 }) => value.length <= max_length, {
    path: ['value'],
    message: 'must not be longer than max_length',
  });

const choice = z.strictObject({
  label: words(1, 100),
  value: words(1, 100),
  description: words(0, 100).optional(),
  default: flag,
});
const radio = z.strictObject({
  ...numbered,
  type: z.literal(21),
  custom_id: customId,
  options: z.array(choice).min(2).max(10),
  required: flag,
});
const checkboxes = z.strictObject({
  ...numbered,
  type: z.literal(22),
  custom_id: customId,
  options: z.array(choice).min(1).max(10),
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
  required: flag,
});
const checkbox = z.strictObject({ ...numbered, type: z.literal(23), custom_id: customId, default: flag });
const upload = z.strictObject({
  ...numbered,
  type: z.literal(19),
  custom_id: customId,
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
  file_types: z.array(words(1, 50)).max(10).optional(),
  required: flag,
});

const label = z.strictObject({
  ...numbered,
  type: z.literal(18),
  label: words(1, 45),
  description: words(0, 100).optional(),
  component: z.discriminatedUnion('type', [
    textInput,
    ...selects('modal'),
    upload,
    radio,
    checkboxes,
    checkbox,
  ]),
});

/** "Modal": a title of 45, one to five labels. */
export const modalForm = z.strictObject({
  custom_id: customId,
  title: words(1, 45),
  components: z
    .array(z.discriminatedUnion('type', [label, textDisplay]))
    .min(1)
    .max(5),
});
