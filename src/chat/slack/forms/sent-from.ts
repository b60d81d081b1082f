import { z } from 'zod';

/** What comes back with a form: which command, with what it has already, and where to answer. Nothing secret. */
export const sentFrom = z.object({
  button: z.string(),
  channel: z.string(),
  thread: z.string().optional(),
  isShared: z.boolean(),
  isHome: z.literal(true).optional(),
});

export type SentFrom = z.infer<typeof sentFrom>;
