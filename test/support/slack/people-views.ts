import type { PeopleWorld } from './people-world.ts';
import type { Channel, Person } from './shapes.ts';
import type { Ack } from './socket-mode.ts';
import {
  closedPayload,
  formPayload,
  globalShortcutPayload,
  homeEventPayload,
  suggestionPayload,
  viewPressPayload,
} from './view-payloads.ts';
import { answerPlace, type FilledIn, stateOf } from './view-state.ts';
import type { HomeTab, OpenForm } from './views.ts';

export type Suggested = readonly { readonly value: string; readonly label: string }[];

/** What people do with modals and on the Home tab. */
export type PeopleAtViews = {
  /** Sends a form that the bot has opened, with these texts or ids in its boxes. Errors beside them: `formNow(form)`. */
  submit(form: OpenForm, filled: FilledIn, user?: Person): Promise<Ack>;
  /** Closes it without sending. */
  closeForm(form: OpenForm, user?: Person): Promise<void>;
  /** What a box that asks the bot offers for what was typed so far. */
  suggest(form: OpenForm, blockId: string, typed: string, user?: Person): Promise<Suggested>;
  formNow(form: OpenForm): OpenForm;
  /** A shortcut of the menu beside the box for messages, or of the search. */
  globalShortcut(callbackId: string, user?: Person, channel?: Channel | null): Promise<Ack>;
  openHome(user?: Person, tab?: 'home' | 'messages'): Promise<Ack>;
  homeOf(user?: Person): HomeTab | null;
  /** Presses a button of the Home tab, the first one with this label below these words. */
  pressHome(label: string, below?: string, user?: Person): Promise<Ack>;
};

export function createPeopleAtViews(world: PeopleWorld, alice: Person): PeopleAtViews {
  const { workspace, views, responseUrls, now, deliver } = world;
  const offered = new Map<string, object>();

  return {
    formNow: ({ id }) => views.formNow(id),
    async submit({ id }, filled, user = alice) {
      const form = views.formNow(id);
      const channelOf = (channel: string) => workspace.channel(channel);
      const values = stateOf({ form, filled, offered, channelOf });
      const place = answerPlace(form, values);
      const urls =
        place === null
          ? []
          : [
              {
                channel_id: place,
                response_url: responseUrls.issue({ channel: place, user: user.id, message: null }).url,
              },
            ];
      const payload = formPayload({ form, values, user, responseUrls: urls }, workspace);
      views.mayOpen(payload.trigger_id, null);
      const ack = await deliver({ type: 'interactive', payload });
      if (views.formNow(id).isOpen) views.acknowledged(id, ack.payload);
      return ack;
    },
    async closeForm({ id }, user = alice) {
      const form = views.close(id);
      if (form.view.notify_on_close !== true) return;
      await deliver({ type: 'interactive', payload: closedPayload(form, user, workspace) });
    },
    async suggest({ id }, blockId, typed, user = alice) {
      const form = views.formNow(id);
      const block = (form.view.blocks as readonly Readonly<Record<string, unknown>>[]).find(
        ({ block_id }) => block_id === blockId,
      );
      const element = block?.element as Readonly<Record<string, unknown>> | undefined;
      if (!String(element?.type).endsWith('external_select')) throw new Error(`${blockId} asks for nothing.`);
      if (typed.length < Number(element?.min_query_length ?? 3)) return [];
      const actionId = String(element?.action_id);
      const asked = suggestionPayload({ form, blockId, actionId, typed }, user, workspace);
      const { payload } = await deliver({ type: 'interactive', payload: asked });
      const options = payload?.options;
      if (!Array.isArray(options) || options.length > 100)
        throw new Error('Slack wants at most 100 options.');
      return options.map((option: { value: string; text: { type: string; text: string } }) => {
        const { value, text } = option;
        if (text.type !== 'plain_text' || text.text === '' || text.text.length > 75 || value.length > 150) {
          throw new Error(`Slack takes no option ${JSON.stringify(option)}.`);
        }
        offered.set(value, option);
        return { value, label: text.text };
      });
    },
    async globalShortcut(callbackId, user = alice, channel = null) {
      const payload = globalShortcutPayload(callbackId, user, workspace);
      views.mayOpen(payload.trigger_id, channel?.id ?? null);
      return deliver({ type: 'interactive', payload });
    },
    async openHome(user = alice, tab = 'home') {
      const channel = workspace.directMessage(user).id;
      const opened = { user, channel, tab, home: views.homeOf(user.id) };
      return deliver({ type: 'events_api', payload: homeEventPayload(opened, workspace, now()) });
    },
    homeOf: (user = alice) => views.homeOf(user.id),
    async pressHome(label, below = '', user = alice) {
      const home = views.homeOf(user.id);
      const button = home?.buttons.find((one) => one.label === label && one.above.includes(below));
      if (home === null || button === undefined) throw new Error(`The Home tab shows no button "${label}".`);
      const payload = viewPressPayload({ button, home, user }, workspace, now());
      views.mayOpen(payload.trigger_id, null);
      return deliver({ type: 'interactive', payload });
    },
  };
}
