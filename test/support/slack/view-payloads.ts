import { randomBytes } from 'node:crypto';
import type { Person, ShownButton } from './shapes.ts';
import type { HomeTab, OpenForm } from './views.ts';
import type { Workspace } from './workspace.ts';

/** A payload that lets the bot open a modal. */
export type Triggering = Readonly<Record<string, unknown>> & { readonly trigger_id: string };

/** What every interactive payload carries. */
function common(user: Person, workspace: Workspace) {
  return {
    team: { id: workspace.teamId, domain: 'acme' },
    user: { id: user.id, username: user.name, name: user.name, team_id: workspace.teamId },
    api_app_id: workspace.appId,
    token: 'stand-in-verification-token',
    is_enterprise_install: false,
    enterprise: null,
  };
}

function triggerId(): string {
  return `1.2.${randomBytes(8).toString('hex').toUpperCase()}`;
}

function viewJson(
  { id, hash, view }: Pick<OpenForm, 'id' | 'hash' | 'view'>,
  values: object,
  workspace: Workspace,
) {
  return {
    id,
    team_id: workspace.teamId,
    app_id: workspace.appId,
    bot_id: workspace.bot.botId,
    root_view_id: id,
    previous_view_id: null,
    external_id: '',
    private_metadata: '',
    callback_id: '',
    ...view,
    hash,
    state: { values },
  };
}

/** view_submission; Slack sends no channel along, but a way to answer where the form asks for a place. */
export function formPayload(
  sent: {
    readonly form: OpenForm;
    readonly values: object;
    readonly user: Person;
    readonly responseUrls: readonly object[];
  },
  workspace: Workspace,
): Triggering {
  const { form, values, user, responseUrls } = sent;
  return {
    type: 'view_submission',
    ...common(user, workspace),
    trigger_id: triggerId(),
    view: viewJson(form, values, workspace),
    response_urls: responseUrls,
  };
}

export function closedPayload(form: OpenForm, user: Person, workspace: Workspace): object {
  return {
    type: 'view_closed',
    ...common(user, workspace),
    view: viewJson(form, {}, workspace),
    is_cleared: false,
  };
}

/** block_actions of a view: neither a channel nor a message nor a response_url. */
export function viewPressPayload(
  pressed: { readonly button: ShownButton; readonly home: HomeTab; readonly user: Person },
  workspace: Workspace,
  now: number,
): Triggering {
  const { button, home, user } = pressed;
  const { label, actionId, blockId, value } = button;
  return {
    type: 'block_actions',
    ...common(user, workspace),
    container: { type: 'view', view_id: home.id },
    trigger_id: triggerId(),
    view: viewJson(home, {}, workspace),
    actions: [
      {
        action_id: actionId,
        block_id: blockId,
        text: { type: 'plain_text', text: label, emoji: true },
        ...(value === undefined ? {} : { value }),
        type: 'button',
        action_ts: `${Math.floor(now / 1000)}.000100`,
      },
    ],
  };
}

export function globalShortcutPayload(callbackId: string, user: Person, workspace: Workspace): Triggering {
  return {
    type: 'shortcut',
    ...common(user, workspace),
    callback_id: callbackId,
    trigger_id: triggerId(),
    action_ts: '1700000000.000100',
  };
}

export function suggestionPayload(
  asked: {
    readonly form: OpenForm;
    readonly blockId: string;
    readonly actionId: string;
    readonly typed: string;
  },
  user: Person,
  workspace: Workspace,
): object {
  const { form, blockId, actionId, typed } = asked;
  return {
    type: 'block_suggestion',
    ...common(user, workspace),
    container: { type: 'view', view_id: form.id },
    block_id: blockId,
    action_id: actionId,
    value: typed,
    view: viewJson(form, {}, workspace),
  };
}

export function homeEventPayload(
  opened: {
    readonly user: Person;
    readonly channel: string;
    readonly tab: string;
    readonly home: HomeTab | null;
  },
  workspace: Workspace,
  now: number,
): object {
  const { user, channel, tab, home } = opened;
  const event_ts = `${Math.floor(now / 1000)}.000200`;
  return {
    token: 'stand-in-verification-token',
    team_id: workspace.teamId,
    api_app_id: workspace.appId,
    event: {
      type: 'app_home_opened',
      user: user.id,
      channel,
      tab,
      event_ts,
      ...(home === null ? {} : { view: viewJson(home, {}, workspace) }),
    },
    type: 'event_callback',
    event_id: `Ev${randomBytes(8).toString('hex').toUpperCase()}`,
    event_time: Math.floor(now / 1000),
  };
}
