import { readRefusal } from '../api/refusal.ts';
import type { Rest } from '../api/rest.ts';
import type { Compose, Composed } from '../rendering/compose.ts';
import { isLayoutRefusal, type Layouts } from '../rendering/layouts.ts';
import type { Layout } from '../rendering/payload.ts';
import { nonceOf, post } from '../rendering/post.ts';
import { mayBeForum, postInForum } from './forum.ts';

export type To = {
  readonly channel: string;
  readonly replyTo?: string;
  /** The channel around a thread, which takes what that takes. */
  readonly around?: string;
  /** What its post is called, should the channel be a forum. */
  readonly forumName?: string;
};

/** The first message of it. In a forum the channel is the post that was made. */
export type Said = { readonly channel: string; readonly message: string; readonly layout: Layout };

type Saying = { readonly rest: Rest; readonly layouts: Layouts; readonly signal: AbortSignal };

/** Posts all pages as the bot, in the layout that is taken there. `key`: said twice within minutes it is said once. */
export function say(to: To, key: string | null, compose: Compose, saying: Saying): Promise<Said> {
  const place = to.around ?? to.channel;
  return inLayoutOf(place, saying.layouts.of(place), saying.layouts, async (layout) => {
    const composed = await compose(layout);
    const first = await sayFirst(to, partNonce(key, layout, 0), composed, saying);
    for (const [index, payload] of composed.pages.entries()) {
      if (index === 0) continue;
      const nonce = partNonce(key, layout, index);
      await post(saying.rest, { channel: first.channel, payload, files: [], nonce }, saying.signal);
    }
    return { ...first, layout };
  });
}

async function sayFirst(
  { channel, replyTo, forumName }: To,
  nonce: string | null,
  composed: Composed,
  { rest, signal }: Saying,
): Promise<Pick<Said, 'channel' | 'message'>> {
  const [payload] = composed.pages;
  const reference = replyTo === undefined ? {} : { replyTo };
  try {
    const posting = { channel, payload, files: composed.files, nonce, ...reference };
    return { channel, message: await post(rest, posting, signal) };
  } catch (thrown) {
    if (forumName === undefined || !mayBeForum(readRefusal(thrown))) throw thrown;
    const made = await postInForum(channel, forumName, composed, rest, signal);
    if (made === null) throw thrown;
    return { channel: made, message: made };
  }
}

/** Of the other layout it would be another message. */
function partNonce(key: string | null, layout: Layout, index: number): string | null {
  if (key === null) return null;
  return nonceOf(key, layout === 'embeds' ? `embeds ${index}` : String(index));
}

/** Does it in this layout and, where components are refused, once more in the other. */
export async function inLayoutOf<Result>(
  channel: string,
  layout: Layout,
  layouts: Layouts,
  work: (layout: Layout) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(layout);
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    if (layout === 'embeds' || !isLayoutRefusal(refusal)) throw thrown;
    const done = await work('embeds');
    layouts.refusedIn(channel, refusal);
    return done;
  }
}
