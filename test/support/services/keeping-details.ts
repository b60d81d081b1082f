import type { Message } from '../../../src/core/message.ts';
import type { AnswerDetails } from '../../../src/core/services.ts';

/** Details in memory, under ids that count: "details-1". */
export function memoryDetails(): AnswerDetails {
  const kept = new Map<string, Message>();
  return {
    async keep(details) {
      const id = `details-${kept.size + 1}`;
      kept.set(id, details);
      return id;
    },
    find: async (id) => kept.get(id) ?? null,
  };
}
