import { randomBytes } from 'node:crypto';
import type { AnswerDetails } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';

/** Ids are not to be guessed: an answer may be for one person alone. */
export function detailServices(store: () => Promise<Store>, now: () => Date): AnswerDetails {
  return {
    async keep(details) {
      const id = randomBytes(12).toString('base64url');
      await (await store()).details.keep(id, details, now());
      return id;
    },
    find: async (id) => (await store()).details.find(id),
  };
}
