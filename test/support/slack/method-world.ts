import type { Files } from './files.ts';
import type { Messages } from './messages.ts';
import { type Channel, SlackError } from './shapes.ts';
import type { Arguments } from './validating/check-message.ts';
import type { Views } from './views.ts';
import type { Workspace } from './workspace.ts';

export type MethodWorld = {
  readonly workspace: Workspace;
  readonly messages: Messages;
  readonly files: Files;
  readonly views: Views;
  readonly socketUrl: () => string;
  readonly hasScope: (scope: string) => boolean;
  /** Throws SlackError `ratelimited` when posts come too fast and that is switched on. */
  readonly pacePost: (channel: string) => void;
};

/** A private channel without the bot does not exist for it. */
export function visible({ channel: asked }: Arguments, workspace: Workspace): Channel {
  const channel = workspace.channel(String(asked ?? ''));
  if (channel.kind === 'private' && !channel.hasBot) throw new SlackError('channel_not_found');
  return channel;
}
