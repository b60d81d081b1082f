import type { Command } from '../../../core/command.ts';
import type { Button, Message } from '../../../core/message.ts';
import type { ActionStore } from '../../../core/store/delivery.ts';
import { type OutgoingFile, outgoingFiles } from '../../showing/outgoing-files.ts';
import { renderBlock } from './blocks.ts';
import { customIds, type Origin } from './buttons.ts';
import { selectLimits } from './limits.ts';
import { isTooLong, wholeAnswer } from './pages.ts';
import type { Layout, Payload } from './payload.ts';
import { plainAnswer } from './plain.ts';
import { renderIn } from './render.ts';

/** Messages that follow each other, and the files that go with the first. */
export type Composed = {
  readonly pages: readonly [Payload, ...Payload[]];
  readonly files: readonly OutgoingFile[];
};

export type Compose = (layout: Layout) => Promise<Composed>;

export type ComposeWorld = {
  readonly commands: readonly Command[];
  readonly actions: ActionStore;
  readonly now: () => Date;
};

/** `origin`: whose answer it is; null for a message nobody asked for. */
export function composing(message: Message, origin: Origin | null, world: ComposeWorld): Compose {
  return async (layout) => {
    const whole = withWhole(message, world.now());
    const idsOf = (buttons: readonly Button[] = [], from: Origin | null) =>
      customIds(buttons, from, world.commands, world.actions);
    // What is chosen is answered beside the list, so that one can choose again.
    const chosen = await idsOf(message.choice?.of.slice(0, selectLimits.options), null);
    const ids = new Map([...(await idsOf(message.buttons, origin)), ...chosen]);
    return { pages: renderIn(layout, whole, ids), files: outgoingFiles(whole) };
  };
}

/** Title, buttons and small print at their largest. */
const reserved = { text: 3000, components: 30 };

/** What does not fit into some messages goes along as a file: nothing is lost. */
function withWhole(message: Message, now: Date): Message {
  if (!isTooLong(message.blocks.flatMap(renderBlock), reserved)) return message;
  const whole = { name: wholeAnswer, mediaType: 'text/plain', text: plainAnswer(message, now) };
  return { ...message, files: [whole, ...(message.files ?? [])] };
}
