import type { Directory } from '../../core/directory.ts';
import { reasonOf, UserError } from '../../core/errors.ts';
import type { Platform, PlatformWorld } from '../../core/platform.ts';
import type { Send } from '../../core/watch/notification.ts';
import { createSuperseding } from '../asking/superseding.ts';
import { createMemory } from '../memory.ts';
import { createOnce } from '../once.ts';
import { type Look, remembering } from '../presence-memory.ts';
import { settle } from '../waiting/settle.ts';
import type { Conversation } from './answering/conversation.ts';
import { createReplies } from './answering/kept-replies.ts';
import { type Connection, prepareConnection, type SlackSettings } from './connection/connection.ts';
import { ignoreMalformed } from './connection/malformed.ts';
import { isReplay, refuseReplays } from './connection/replays.ts';
import { createFilesOf } from './files/files-in.ts';
import { listenToForms } from './forms/forms.ts';
import { listenToCheckShortcuts } from './hearing/check-shortcuts.ts';
import { listenToInteractions } from './hearing/interactions.ts';
import { listenToMentions } from './hearing/mentions.ts';
import { listenToShortcuts } from './hearing/shortcuts.ts';
import { listenToHome } from './home/presses.ts';
import { createHomeTab } from './home/tab.ts';
import { createDirectory } from './people/directory.ts';
import { createGroups } from './people/groups.ts';
import { createPresence } from './people/presence.ts';
import { createRoster, type Roster } from './people/roster.ts';
import { createStandings, type Standings } from './people/standing.ts';
import { createSend } from './sending/send.ts';

export type { SlackSettings } from './connection/connection.ts';

/** How long running answers may go on once the bot is told to stop, and how long their last words may take. */
const graceMs = 3000;
const lastWordsMs = 1000;
const rememberedFiles = 500;
const rememberedAnswers = 1000;
/** Slack tells an event again for about six minutes ("Events API", retries). */
const toldAgainMs = 3_600_000;

/** Slack by Socket Mode or by requests over HTTP. Nothing is loaded or dialled before `start`. */
export function createSlackPlatform(
  settings: SlackSettings,
  world: PlatformWorld,
): Platform & { readonly directory: Directory } {
  const stopping = new AbortController();
  const answers = new Set<Promise<void>>();
  let connection: Connection | null = null;
  let people: { readonly roster: Roster; readonly standings: Standings } | null = null;
  let sending: Send | null = null;
  let looking: Look | null = null;

  const directory = createDirectory(() => {
    if (people === null) throw new UserError('Notafter is not connected to Slack.');
    return people;
  });

  async function start(): Promise<string> {
    const prepared = await prepareConnection(settings, world);
    const { app, client, identity } = prepared;
    const roster = createRoster(client, world.now);
    const groups = createGroups(client, world.now);
    const asking = {
      ...world,
      services: { ...world.services, directory },
      client,
      botUserId: identity.botUserId,
      sharedFiles: createMemory(rememberedFiles),
      replies: createReplies(rememberedAnswers),
      runs: createSuperseding(),
      filesOf: createFilesOf({ client, botToken: settings.botToken, apiUrl: settings.apiUrl }),
    };
    const conversation: Conversation = {
      world: asking,
      groups,
      home: createHomeTab(asking, groups, roster),
      signal: stopping.signal,
      keep,
    };
    app.error(async (error) => {
      if (isReplay(error)) throw error;
      world.log.error({ reason: reasonOf(error) }, 'Slack was not answered');
    });
    refuseReplays(app, world.log, settings.shared);
    ignoreMalformed(app, world.log);
    listenToInteractions(app, conversation);
    const isFirst = createOnce({ log: world.log, shared: settings.shared, forMs: toldAgainMs });
    listenToMentions(app, conversation, { nameOf: roster.nameOf, isFirst });
    listenToShortcuts(app, conversation);
    listenToCheckShortcuts(app, conversation);
    listenToForms(app, conversation, isFirst);
    listenToHome(app, conversation);
    connection = prepared;
    people = { roster, standings: createStandings(client, identity, groups, world.now) };
    const how = await prepared.open();
    sending = createSend({ ...world, client });
    looking = remembering(createPresence(client, world.now), world.now);
    return `on (${how}, team ${identity.team})`;
  }

  function keep(answering: Promise<void>): void {
    const kept = answering
      .catch((thrown: unknown) => world.log.error({ err: thrown }, 'an answer broke off'))
      .finally(() => answers.delete(kept));
    answers.add(kept);
  }

  async function stop(sent?: Promise<unknown>): Promise<void> {
    const leaving = connection;
    await Promise.all([settle(answers, graceMs), sent]);
    stopping.abort();
    await settle(answers, lastWordsMs);
    connection = null;
    people = null;
    sending = null;
    looking = null;
    await leaving?.close();
  }

  return {
    name: 'slack',
    start,
    stop,
    directory,
    async send(notification, signal) {
      if (sending !== null) return sending(notification, signal);
      return { kind: 'retry', afterMs: null, reason: 'Notafter is not connected to Slack' };
    },
    isConnected: () => connection?.isOpen() ?? false,
    presence: async (who, signal) => looking?.(who, signal) ?? 'unknown',
  };
}
