import { z } from 'zod';
import { plainText, words } from './validate-text.ts';

export const actionId = words(1, 255);
export const focus = z.boolean().optional();
export const placeholder = plainText(150).optional();

const dispatching = z
  .strictObject({
    trigger_actions_on: z
      .array(z.enum(['on_enter_pressed', 'on_character_entered']))
      .min(1)
      .max(2)
      .optional(),
  })
  .optional();
const typing = {
  action_id: actionId,
  dispatch_action_config: dispatching,
  focus_on_load: focus,
  placeholder,
} as const;

/** "Plain-text input": up to 3,000 characters, and what stands in it at first has to fit. */
const plainInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typing,
    initial_value: words(0, 3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine(({ initial_value = '', max_length = 3000 }) => initial_value.length <= max_length, {
    path: ['initial_value'],
    message: 'must not be longer than max_length',
  })
  .refine(({ min_length = 0, max_length = 3000 }) => min_length <= max_length, {
    path: ['min_length'],
    message: 'must not be more than max_length',
  });

const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typing,
  is_decimal_allowed: z.boolean(),
  initial_value: words(1, 30).optional(),
  min_value: words(1, 30).optional(),
  max_value: words(1, 30).optional(),
});
const emailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typing,
  initial_value: words(0, 3000).optional(),
});
const urlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typing,
  initial_value: words(0, 3000).optional(),
});
const fileInput = z.strictObject({
  type: z.literal('file_input'),
  action_id: actionId,
  filetypes: z.array(words(1, 20)).min(1).optional(),
  max_files: z.int().min(1).max(10).optional(),
});

/** Elements that stand in an input block and nowhere else. */
export const inputsOnly = [plainInput, numberInput, emailInput, urlInput, fileInput] as const;
