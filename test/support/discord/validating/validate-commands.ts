import { z } from 'zod';
import { flag, words } from './validate-parts.ts';

const name = z
  .string()
  .regex(/^[-_'\p{L}\p{N}]{1,32}$/u, 'Command name is invalid')
  .refine((text) => text === text.toLowerCase(), 'Command name is invalid: it has to be in lower case');
const locales = z.record(z.string(), words(1, 100)).nullable().optional();
const naming = {
  name,
  description: words(1, 100),
  name_localizations: locales,
  description_localizations: locales,
} as const;
const valued = { ...naming, required: flag } as const;
const choices = <Value extends z.ZodType>(value: Value) =>
  z
    .array(z.strictObject({ name: words(1, 100), name_localizations: locales, value }))
    .max(25)
    .optional();

/** Where the client offers what the bot suggests there are no fixed choices. */
function notBoth(option: {
  readonly autocomplete?: boolean | undefined;
  readonly choices?: readonly unknown[] | undefined;
}) {
  return option.autocomplete !== true || (option.choices ?? []).length === 0;
}
const exclusive = { path: ['autocomplete'], message: 'autocomplete and choices exclude each other' };

const text = z
  .strictObject({
    type: z.literal(3),
    ...valued,
    choices: choices(words(1, 100)),
    autocomplete: flag,
    min_length: z.int().min(0).max(6000).optional(),
    max_length: z.int().min(1).max(6000).optional(),
  })
  .refine(notBoth, exclusive);
const number = z
  .strictObject({
    type: z.literal([4, 10]),
    ...valued,
    choices: choices(z.number()),
    autocomplete: flag,
    min_value: z.number().optional(),
    max_value: z.number().optional(),
  })
  .refine(notBoth, exclusive);
const picked = z.strictObject({ type: z.literal([5, 6, 8, 9, 11]), ...valued });
const channel = z.strictObject({
  type: z.literal(7),
  ...valued,
  channel_types: z.array(z.int()).optional(),
});
const values = z
  .array(z.discriminatedUnion('type', [text, number, picked, channel]))
  .max(25)
  .refine(
    (options) => options.findLastIndex((option) => option.required === true) < firstOptional(options),
    'Required options must be placed before non-required options',
  )
  .refine(hasOwnNames, 'Option name already exists');

function firstOptional(options: readonly { readonly required?: boolean | undefined }[]): number {
  const at = options.findIndex((option) => option.required !== true);
  return at === -1 ? options.length : at;
}

function hasOwnNames(named: readonly { readonly name: string }[]): boolean {
  return new Set(named.map((one) => one.name)).size === named.length;
}

const subcommand = z.strictObject({ type: z.literal(1), ...naming, options: values.optional() });
const group = z.strictObject({
  type: z.literal(2),
  ...naming,
  options: z.array(subcommand).min(1).max(25).refine(hasOwnNames, 'Option name already exists'),
});
const within = z
  .array(z.discriminatedUnion('type', [subcommand, group]))
  .max(25)
  .refine(hasOwnNames, 'Option name already exists');

const scopes = {
  contexts: z
    .array(z.literal([0, 1, 2]))
    .min(1)
    .max(3)
    .nullable()
    .optional(),
  integration_types: z
    .array(z.literal([0, 1]))
    .min(1)
    .max(2)
    .optional(),
} as const;
const common = {
  default_member_permissions: z.string().regex(/^\d+$/).nullable().optional(),
  nsfw: flag,
} as const;

/** The shape for one command: subcommands and values do not mix. Of a guild's command nothing says where it may be used. */
export function commandShape(given: unknown, isGlobal: boolean): z.ZodType {
  const { type = 1, options } = (given ?? {}) as { readonly type?: unknown; readonly options?: unknown };
  const shared = { ...common, ...(isGlobal ? scopes : {}) };
  if (type === 2 || type === 3) {
    return z.strictObject({
      ...shared,
      type: z.literal(type),
      name: words(1, 32),
      name_localizations: locales,
    });
  }
  const isGrouped =
    Array.isArray(options) && options.some((option) => option?.type === 1 || option?.type === 2);
  return z.strictObject({
    ...shared,
    ...naming,
    type: z.literal(1).optional(),
    options: (isGrouped ? within : values).optional(),
  });
}

/** "Autocomplete" callback: 25 choices. */
export const suggestions = z.strictObject({
  choices: z
    .array(
      z.strictObject({
        name: words(1, 100),
        name_localizations: locales,
        value: words(1, 100).or(z.number()),
      }),
    )
    .max(25),
});
