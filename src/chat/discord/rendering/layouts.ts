import { createMemory } from '../../memory.ts';
import type { Refusal } from '../api/refusal.ts';
import type { Layout } from './payload.ts';

/** Which layout goes where. */
export type Layouts = {
  of(channel: string): Layout;
  /** Components were refused there, and the other layout was taken. */
  refusedIn(channel: string, refusal: Refusal): void;
};

const rememberedPlaces = 1000;
const invalidForm = 50_035;
const emptyMessage = 50_006;

export function createLayouts(setting: Layout): Layouts {
  const refusing = createMemory(rememberedPlaces);
  return {
    of: (channel) => (setting === 'embeds' || refusing.has(channel) ? 'embeds' : 'components'),
    refusedIn(channel, refusal) {
      // One component that is refused is a matter of one message; the flag is a matter of the place.
      if (refusal.fields.includes('flags') || refusal.code === emptyMessage) refusing.add(channel);
    },
  };
}

/**
 * Whether it may be the components that are refused: by name ("Invalid Form Body" says which fields), or overlooked by something
 * that knows none, for which the message is then empty.
 */
export function isLayoutRefusal({ code, fields }: Refusal): boolean {
  if (code === emptyMessage) return true;
  return (
    code === invalidForm &&
    (fields.length === 0 || fields.some((field) => field === 'flags' || field === 'components'))
  );
}
