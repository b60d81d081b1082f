import type { Command } from '../../core/command.ts';
import type { Option } from '../../core/option.ts';
import { checkLink, checkTarget } from './hearing/check-shortcuts.ts';
import { readCertificates } from './hearing/shortcuts.ts';
import { manifestLimits } from './rendering/limits.ts';

export type SlashCommand = {
  readonly command: string;
  readonly description: string;
  readonly usage_hint?: string;
  readonly should_escape: true;
  readonly url?: string;
};

type Reach = { readonly request_url?: string };

/** An app as api.slack.com makes it in one paste ("App manifest reference"). */
export type SlackManifest = {
  readonly _metadata: { readonly major_version: 2 };
  readonly display_information: {
    readonly name: string;
    readonly description: string;
    readonly background_color: string;
  };
  readonly features: {
    readonly app_home: {
      readonly home_tab_enabled: true;
      readonly messages_tab_enabled: true;
      readonly messages_tab_read_only_enabled: false;
    };
    readonly bot_user: { readonly display_name: string; readonly always_online: true };
    readonly slash_commands: readonly SlashCommand[];
    readonly shortcuts: readonly {
      readonly name: string;
      readonly type: 'message' | 'global';
      readonly callback_id: string;
      readonly description: string;
    }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: {
    readonly event_subscriptions: Reach & { readonly bot_events: readonly string[] };
    readonly interactivity: Reach & {
      readonly is_enabled: true;
      /** Where a box asks what it may offer. */
      readonly message_menu_options_url?: string;
    };
    readonly org_deploy_enabled: false;
    readonly socket_mode_enabled: boolean;
    readonly token_rotation_enabled: false;
  };
};

/** What each is for stands beside it: nothing is asked for that is not used. */
export const slackScopes = [
  'app_mentions:read', // event app_mention
  'channels:read', // conversations.list: "#ops" by name
  'chat:write', // chat.postMessage, chat.update, chat.postEphemeral
  'chat:write.public', // posting in public channels nobody invited the bot to
  'commands', // slash commands
  'files:read', // files.info, url_private: certificates in a file beside a message
  'files:write', // files.getUploadURLExternal, files.completeUploadExternal: a PEM under the answer
  'groups:read', // conversations.list of the private channels the bot is in
  'im:history', // event message.im
  'im:write', // conversations.open: direct messages to owners
  'usergroups:read', // usergroups.list: "@payments-oncall" by name, and whose groups they are
  'users:read', // users.list, users.info: "@alice" by name
] as const;

const events = [
  'app_home_opened', // the Home tab is made when it is looked at
  'app_mention', // "@notafter check example.org"
  'message.im', // the same in direct messages
] as const;

/**
 * The manifest of the Slack app: Socket Mode, or with `requestUrl` (https://.../slack/events) requests over HTTP.
 * Throws, naming the place, when a command breaks a limit of Slack's.
 */
export function slackManifest(
  commands: readonly Command[],
  { requestUrl }: { readonly requestUrl?: string } = {},
): SlackManifest {
  atMost(commands.length, manifestLimits.commands, 'commands');
  const reach: Reach = requestUrl === undefined ? {} : { request_url: requestUrl };
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'Notafter',
      description:
        'Says why an endpoint cannot be reached or trusted, and pings the owner before its certificate ends',
      background_color: '#1264a3',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'notafter', always_online: true },
      slash_commands: commands.map((command) => slashCommand(command, requestUrl)),
      shortcuts: [checkLink, readCertificates, checkTarget],
    },
    oauth_config: { scopes: { bot: slackScopes } },
    settings: {
      event_subscriptions: { ...reach, bot_events: events },
      interactivity: {
        is_enabled: true,
        ...reach,
        ...(requestUrl === undefined ? {} : { message_menu_options_url: requestUrl }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: requestUrl === undefined,
      token_rotation_enabled: false,
    },
  };
}

function slashCommand(command: Command, requestUrl: string | undefined): SlashCommand {
  const name = `/${command.name}`;
  if (!/^\/[a-z0-9_-]+$/.test(name)) throw new Error(`Slack takes names of a-z, 0-9, - and _: ${name}`);
  atMost(name.length, manifestLimits.commandName, `characters in ${name}`);
  if (command.summary === '') throw new Error(`Slack wants a description: ${name}`);
  atMost(command.summary.length, manifestLimits.description, `characters in the description of ${name}`);
  const hint = usageHint(command);
  atMost(hint.length, manifestLimits.usageHint, `characters in the usage hint of ${name}`);
  return {
    command: name,
    description: command.summary,
    ...(hint === '' ? {} : { usage_hint: hint }),
    should_escape: true,
    ...(requestUrl === undefined ? {} : { url: requestUrl }),
  };
}

/** "target [port:...]", or the names of the actions when there are several. */
function usageHint({ actions }: Command): string {
  const [only, second] = actions;
  if (only === undefined) return '';
  if (second !== undefined || only.name !== '') return actions.map((action) => action.name).join(' | ');
  // What a form asks for is not typed.
  return only.options
    .filter(({ kind }) => kind !== 'secret')
    .map(optionHint)
    .join(' ');
}

/** A slash command carries no file: it is attached to a mention, or pasted as text. */
function optionHint(option: Option): string {
  if (option.kind === 'file') return '[PEM text]';
  const form = option.positional === true ? option.name : `${option.name}:${option.example ?? '...'}`;
  return option.required === true ? form : `[${form}]`;
}

function atMost(found: number, most: number, what: string): void {
  if (found > most) throw new Error(`${found} ${what}; Slack takes ${most}.`);
}
