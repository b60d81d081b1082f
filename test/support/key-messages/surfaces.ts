import { commands } from '../../../commands/index.ts';
import { showForm } from '../../../src/chat/discord/forms/forms.ts';
import { buttonForm, type Form } from '../../../src/chat/forms/form-fields.ts';
import { formView } from '../../../src/chat/slack/forms/form-views.ts';
import { buttonsOf, homeBlocks } from '../../../src/chat/slack/home/draw.ts';
import { buttonValues } from '../../../src/chat/slack/rendering/buttons.ts';
import { actionOf } from '../../../src/core/command.ts';
import type { Values } from '../../../src/core/option.ts';
import type { ActionStore } from '../../../src/core/store/delivery.ts';
import type { WatchRow } from '../../../src/core/watch/endpoint.ts';
import type { Home } from '../../../src/core/watch/home.ts';
import { homeView } from '../../../src/views/home.ts';
import { sampleIncidents } from '../samples/sample-alarms.ts';
import { alice, noon } from '../store-fixtures.ts';

/** Long buttons are remembered; here nobody asks for them again. */
const forgetful: ActionStore = { remember: async () => {}, recall: async () => null };

/** Slack's Home tab of somebody who has an alarm open and owns `rows`. */
export async function slackHome(rows: readonly WatchRow[]) {
  const alarm = sampleIncidents.critical;
  const home: Home = {
    who: alice,
    alarms: alarm === undefined ? [] : [alarm],
    rows,
    from: 0,
    owned: rows.length,
    watched: 44,
    digests: [
      {
        place: { platform: 'slack', channel: 'C0OPS' },
        cron: '0 9 * * 1-5',
        zone: 'Europe/Berlin',
        setBy: 'alice',
      },
    ],
    rules: [],
  };
  const view = homeView(home, noon);
  const values = await buttonValues(buttonsOf(view), null, forgetful);
  return { type: 'home', blocks: homeBlocks({ view, told: null, warning: null }, values, noon) };
}

/** What a form of `/watch edit` holds when it opens. */
const editing: Values = {
  target: 'https://pay.example.com/',
  owner: 'discord:300000000000000001',
  labels: 'team=payments, tier=1',
};

function formOf(name: string, action: string, asks: readonly string[], values: Values): Form {
  const command = commands.find((one) => one.name === name);
  const taken = command === undefined ? null : actionOf(command, action);
  const form =
    command === undefined || taken === null
      ? null
      : buttonForm({ command, action: taken, values }, asks, `/${name} ${action}`);
  if (form === null) throw new Error(`/${name} ${action} has no form`);
  return form;
}

export function slackForm() {
  const form = formOf('watch', 'add', ['target', 'owner', 'channel', 'labels', 'address'], {});
  const groups = [{ id: 'S01ONCALL', handle: 'payments-oncall', users: [] }];
  return formView({ form, setting: { groups, isInChannel: true }, metadata: '', asksPlace: false });
}

type Modal = { readonly title: string; readonly components: readonly unknown[] };

export async function discordForm(): Promise<Modal> {
  const form = formOf('watch', 'edit', ['owner', 'channel', 'labels'], editing);
  let shown: Modal | null = null;
  const interaction = {
    guildId: '1',
    showModal: async (modal: Modal) => {
      shown = modal;
    },
  };
  await showForm(interaction as never, form, false, { actions: forgetful });
  if (shown === null) throw new Error('no form was shown');
  return shown;
}
