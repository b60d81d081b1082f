import { z } from 'zod';
import { actionId, focus, placeholder } from './validate-inputs.ts';
import {
  confirmation,
  hasOneSource,
  imageParts,
  oneSource,
  optionGroup,
  overflowOption,
  plainOption,
  plainText,
  richOption,
  webUrl,
  words,
} from './validate-text.ts';

const confirmable = { action_id: actionId, confirm: confirmation.optional() } as const;
const choosing = { ...confirmable, focus_on_load: focus, placeholder } as const;
const several = { max_selected_items: z.int().min(1).optional() } as const;
const userId = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'invalid user id');
const channelId = z.string().regex(/^[CDG][A-Z0-9]{2,}$/, 'invalid channel id');

/** "Button element": label 75, value 2,000, url 3,000. */
export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  ...confirmable,
  url: webUrl.optional(),
  value: words(1, 2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: words(1, 75).optional(),
});

export const imageElement = z.strictObject(imageParts).refine(hasOneSource, oneSource);

function sameOption(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

type Choices = {
  readonly options?: readonly unknown[] | undefined;
  readonly option_groups?: readonly { readonly options: readonly unknown[] }[] | undefined;
};

function holds({ options, option_groups = [] }: Choices, initial: readonly unknown[]): boolean {
  const all = options ?? option_groups.flatMap((group) => group.options);
  return initial.every((one) => all.some((option) => sameOption(one, option)));
}

function hasOneList({ options, option_groups }: Choices): boolean {
  return (options === undefined) !== (option_groups === undefined);
}

const lists = {
  options: z.array(plainOption).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
} as const;
const onlyOneList = 'needs options or option_groups, and not both';
const notAnOption = 'what is chosen at first must be one of the options, exactly';

/** "Select menu of static options": 100 of them, and the one chosen at first is one of them. */
const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...choosing,
    ...lists,
    initial_option: plainOption.optional(),
  })
  .refine(hasOneList, onlyOneList)
  .refine((menu) => menu.initial_option === undefined || holds(menu, [menu.initial_option]), notAnOption);
const multiStaticSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...choosing,
    ...lists,
    ...several,
    initial_options: z.array(plainOption).min(1).max(100).optional(),
  })
  .refine(hasOneList, onlyOneList)
  .refine((menu) => holds(menu, menu.initial_options ?? []), notAnOption);
const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...choosing,
  initial_option: plainOption.optional(),
  min_query_length: z.int().min(0).optional(),
});
const multiExternalSelect = z.strictObject({
  type: z.literal('multi_external_select'),
  ...choosing,
  ...several,
  initial_options: z.array(plainOption).min(1).max(100).optional(),
  min_query_length: z.int().min(0).optional(),
});
const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  ...choosing,
  initial_user: userId.optional(),
});
const multiUsersSelect = z.strictObject({
  type: z.literal('multi_users_select'),
  ...choosing,
  ...several,
  initial_users: z.array(userId).min(1).optional(),
});

const filter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'must not be empty')
  .optional();
const responding = { response_url_enabled: z.boolean().optional() } as const;
const conversations = { default_to_current_conversation: z.boolean().optional(), filter } as const;
const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...choosing,
  ...conversations,
  ...responding,
  initial_conversation: channelId.or(userId).optional(),
});
const multiConversationsSelect = z.strictObject({
  type: z.literal('multi_conversations_select'),
  ...choosing,
  ...several,
  ...conversations,
  initial_conversations: z.array(channelId.or(userId)).min(1).optional(),
});
const channelsSelect = z.strictObject({
  type: z.literal('channels_select'),
  ...choosing,
  ...responding,
  initial_channel: channelId.optional(),
});
const multiChannelsSelect = z.strictObject({
  type: z.literal('multi_channels_select'),
  ...choosing,
  ...several,
  initial_channels: z.array(channelId).min(1).optional(),
});

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...confirmable,
    focus_on_load: focus,
    options: z.array(richOption).min(1).max(10),
    initial_option: richOption.optional(),
  })
  .refine((group) => group.initial_option === undefined || holds(group, [group.initial_option]), notAnOption);
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...confirmable,
    focus_on_load: focus,
    options: z.array(richOption).min(1).max(10),
    initial_options: z.array(richOption).min(1).max(10).optional(),
  })
  .refine((group) => holds(group, group.initial_options ?? []), notAnOption);
const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...choosing,
  initial_date: z.iso.date().optional(),
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...confirmable,
  focus_on_load: focus,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...choosing,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:mm')
    .optional(),
  timezone: words(1, 64).optional(),
});

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(overflowOption).min(1).max(5),
});

/** Elements that stand in actions, beside a section, and in an input block. */
export const pickers = [
  ...[staticSelect, multiStaticSelect, externalSelect, multiExternalSelect, usersSelect, multiUsersSelect],
  ...[conversationsSelect, multiConversationsSelect, channelsSelect, multiChannelsSelect],
  ...[radioButtons, checkboxes, datepicker, timepicker],
] as const;
export const dateAndTime = datetimepicker;
