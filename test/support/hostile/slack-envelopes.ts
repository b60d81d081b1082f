import type { Command } from '../../../src/core/command.ts';
import { eventPayload, pressPayload, shortcutPayload, slashPayload } from '../slack/payloads.ts';
import type { ShownMessage } from '../slack/shapes.ts';
import type { Envelope } from '../slack/socket-mode.ts';
import type { SlackTwin } from '../slack/stand-in.ts';
import {
  formPayload,
  globalShortcutPayload,
  homeEventPayload,
  suggestionPayload,
  viewPressPayload,
} from '../slack/view-payloads.ts';

/** Made up: what the bot would have opened and shown. */
const button = { label: 'Check again', actionId: 'check0', blockId: 'b', style: 'primary' } as const;
const form = {
  ...{ id: 'V012AB3CD', hash: '1.2', channel: null, isOpen: true, shown: [], errors: {} },
  view: {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: 'Check a target' },
    blocks: [
      {
        type: 'input',
        block_id: 'target',
        label: { type: 'plain_text', text: 'target' },
        element: { type: 'plain_text_input', action_id: 'value', initial_value: 'x.test' },
      },
    ],
  },
} as const;

/** One valid envelope of everything that Slack sends this app. */
export function validEnvelopes(
  { workspace, user, channel }: SlackTwin,
  commands: readonly Command[],
  formCallbackId: string,
  groupsActionId: string,
  responseUrl: string,
): readonly Envelope[] {
  const now = Date.UTC(2026, 10, 24);
  const value = JSON.stringify({ command: 'check', action: '', values: { target: 'x.test' }, updates: true });
  const shown: ShownMessage = {
    ...{ channel: channel.id, ts: '1700000000.000100', threadTs: null, isBroadcast: false, metadata: null },
    ...{ visibleTo: null, via: 'api', buttons: [], revisions: [], isDeleted: false, text: 'x', blocks: [] },
    ...{ shown: 'x', pings: { users: [], groups: [], everybody: false } },
  };
  const direct = workspace.directMessage(user);
  const view = { ...form.view, callback_id: formCallbackId };
  const metadata = JSON.stringify({ button: value, channel: channel.id, isShared: true });
  const sent = { ...form, view: { ...view, private_metadata: metadata } };
  const home = {
    ...form,
    published: 1,
    buttons: [],
    pings: shown.pings,
    shown: '',
    view: { type: 'home', blocks: [] },
  };
  const values = { target: { value: { type: 'plain_text_input', value: 'y.test' } } };
  const file = { id: 'F012AB3CD', name: 'a.pem', size: 10, url_private: 'http://127.0.0.1:9/a.pem' };
  const message = { text: 'see https://x.test and https://y.test', ts: shown.ts, files: [file] };
  const interactive: readonly object[] = [
    pressPayload(
      { button: { ...button, value }, message: shown, user, channel, responseUrl },
      workspace,
      now,
    ),
    formPayload(
      { form: sent, values, user, responseUrls: [{ channel_id: channel.id, response_url: responseUrl }] },
      workspace,
    ),
    viewPressPayload({ button: { ...button, value }, home: home as never, user }, workspace, now),
    globalShortcutPayload('check_target', user, workspace),
    suggestionPayload(
      { form: sent, blockId: 'owners:some', actionId: groupsActionId, typed: 'te' },
      user,
      workspace,
    ),
    ...['check_link', 'read_certificates'].map((callbackId) =>
      shortcutPayload({ callbackId, message: message as never, user, channel, responseUrl }, workspace),
    ),
  ];
  return [
    ...commands.flatMap(({ name, examples }) =>
      examples.slice(0, 2).map((example): Envelope => {
        const text = example.replace(/^\/\S+ ?/, '');
        return {
          type: 'slash_commands',
          payload: slashPayload({ command: `/${name}`, text, user, channel, responseUrl }, workspace),
        };
      }),
    ),
    ...interactive.map((payload): Envelope => ({ type: 'interactive', payload })),
    ...[
      eventPayload({ text: `<@${workspace.bot.id}> check x.test`, user, channel }, workspace, now),
      eventPayload({ text: 'check x.test', user, channel: direct, files: [file as never] }, workspace, now),
      homeEventPayload({ user, channel: direct.id, tab: 'home', home: home as never }, workspace, now),
    ].map((payload): Envelope => ({ type: 'events_api', payload })),
  ];
}
