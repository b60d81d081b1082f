import type { CommandServices } from '../../../src/core/services.ts';

/** For worlds in which no program is told of anything. */
export const noWebhooks: CommandServices['webhooks'] = { known: [], ping: async () => null };
