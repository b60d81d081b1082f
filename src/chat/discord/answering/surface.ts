import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Message,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import { readRefusal } from '../api/refusal.ts';
import type { Compose, Composed } from '../rendering/compose.ts';
import { isLayoutRefusal, type Layouts } from '../rendering/layouts.ts';
import { componentsV2, type Layout } from '../rendering/payload.ts';
import { editOptions, replyOptions } from './reply-options.ts';

/** An interaction that was deferred already. */
export type Deferred =
  | ChatInputCommandInteraction
  | ButtonInteraction
  | StringSelectMenuInteraction
  | ModalSubmitInteraction;

/** The message that an answer grows in. Everything on it rejects with what the library throws. */
export type Surface = {
  readonly layout: () => Layout;
  /** Shows it in place of what stands there, and gives the id of the message. */
  put(compose: Compose): Promise<string>;
  /** Says it in messages of their own, from the page `from` on. */
  add(compose: Compose, from: number, isPrivate: boolean): Promise<void>;
};

/** `renewed`: the message whose button was pressed, when the answer takes its place; null for a new one. */
export function createSurface(
  interaction: Deferred,
  renewed: Message | null,
  layouts: Layouts,
  isPrivate: boolean,
): Surface {
  const channel = interaction.channelId ?? '';
  const hasComponents = renewed?.flags.has(componentsV2) ?? false;
  let layout: Layout = renewed === null || hasComponents ? layouts.of(channel) : 'embeds';
  /** A follow-up that took the place; null: the message that the interaction has by itself. */
  let other: string | null = null;

  async function show({ pages: [page], files }: Composed): Promise<string> {
    // Components cannot be taken off a message again ("Message Flags").
    if (other === null && hasComponents && layout === 'embeds') {
      other = (await interaction.followUp(replyOptions(page, isPrivate, files))).id;
      return other;
    }
    const options = editOptions(page, files);
    const place = other === null ? {} : { message: other };
    return (await interaction.editReply({ ...options, ...place })).id;
  }

  async function inLayout<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (thrown) {
      const refusal = readRefusal(thrown);
      if (layout === 'embeds' || !isLayoutRefusal(refusal)) throw thrown;
      layout = 'embeds';
      const done = await work();
      layouts.refusedIn(channel, refusal);
      return done;
    }
  }

  return {
    layout: () => layout,
    put: (compose) => inLayout(async () => show(await compose(layout))),
    async add(compose, from, toCaller) {
      let said = from;
      await inLayout(async () => {
        const { pages, files } = await compose(layout);
        for (const [index, page] of pages.entries()) {
          if (index < said) continue;
          await interaction.followUp(replyOptions(page, toCaller, index === 0 ? files : []));
          said = index + 1;
        }
      });
    },
  };
}
