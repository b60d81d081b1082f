import { z } from 'zod';
import { UserError } from '../core/errors.ts';
import type { Place } from '../core/people.ts';
import { networkText, parseNetwork } from '../net/networks.ts';
import type { NetworkRule } from './rules.ts';

/** Where something is said and done: the channels of the platforms, our own page (as which a shell counts) and webhooks. */
const placeForms: readonly { readonly form: RegExp; readonly platform: Place['platform'] }[] = [
  { form: /^slack:([CGD][A-Z0-9]{2,20})$/, platform: 'slack' },
  { form: /^discord:#(\d{1,20})$/, platform: 'discord' },
  { form: /^webhook:([a-z0-9][a-z0-9_]{0,39})$/, platform: 'webhook' },
  { form: /^(console)$/, platform: 'console' },
];

const place = z.string().transform((word, context): Place => {
  for (const { form, platform } of placeForms) {
    const channel = form.exec(word)?.[1];
    if (channel !== undefined) return { platform, channel };
  }
  const message = `${JSON.stringify(word.slice(0, 60))} is no place; wanted: slack:C012AB3CD, discord:#197038439483310086, webhook:NAME or console (the terminal, too)`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const network = z.string().transform((word, context): string => {
  try {
    return networkText(parseNetwork(word, 'allow'));
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    context.addIssue({ code: 'custom', message: thrown.message });
    return z.NEVER;
  }
});

/** One entry of `networks:`. */
export const networkRule = z
  .strictObject({
    in: z.array(place).min(1, { error: 'wanted: one place at least' }).optional(),
    for: z.enum(['admin', 'member'], { error: 'wanted: admin or member' }).optional(),
    allow: z
      .array(network, { error: 'wanted: a list of networks, [10.20.0.0/16]' })
      .min(1, { error: 'wanted: one network at least' }),
  })
  .refine((entry) => entry.in !== undefined || entry.for !== undefined, {
    error:
      'wanted: in (channels), for (admin or member), or both; what everybody may reach from everywhere stands in ALLOWED_NETWORKS',
  })
  .transform(
    (entry): NetworkRule => ({
      places: entry.in ?? null,
      rank: entry.for ?? null,
      allow: entry.allow,
    }),
  );
