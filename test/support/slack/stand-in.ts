import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChanges } from '../discord/changes.ts';
import { createApiServer, type Fault, type SeenCall } from './api-server.ts';
import { createFiles, type FileJson, type SharedFile, type UploadInput } from './files.ts';
import { createHttpMode } from './http-mode.ts';
import { createMessages } from './messages.ts';
import { createPeople, type People } from './people.ts';
import { createResponseUrls } from './response-urls.ts';
import { type Pings, type RefusedCall, type ShownMessage, SlackError } from './shapes.ts';
import { createSocketMode, type Envelope, type SocketMode } from './socket-mode.ts';
import { createViews, type OpenForm } from './views.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export type SlackOptions = {
  /** The clock of timestamps, response_urls and the pace of posts; the signatures' clock is the real one. */
  readonly now?: () => Date;
  /** Enforces one post a second in each channel, with 429. */
  readonly perChannelPace?: boolean;
  /** 3,000 as Slack has it; a test of lateness may shorten it. */
  readonly ackWithinMs?: number;
  /** A port of 127.0.0.1 that leads here: every address that is given out has it in place of the stand-in's own. */
  readonly front?: number;
};

/**
 * Slack on 127.0.0.1, as strict as its documentation: Web API, Socket Mode, HTTP mode, response_urls, Block Kit limits.
 *
 *     await using slack = await startSlack();
 *     const bot = startTheBot({ SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken,
 *                               SLACK_APP_TOKEN: slack.appToken });
 *     const run = await slack.command({ command: '/check', text: 'api.example.org' });
 *     expect(run.ackMs).toBeLessThan(3000);
 *     const answer = await slack.nextMessage(({ shown }) => shown.includes('healthy'));
 *     expect(slack.pings(answer)).toEqual({ users: [], groups: [], everybody: false });
 *     await slack.press({ message: answer, label: 'Check again' });
 *     expect(slack.refused).toEqual([]);
 *
 * `command`, `press`, `mention` and `directMessage` wait for the bot to be connected, so nothing needs to sleep.
 * In HTTP mode say `slack.useHttp('http://127.0.0.1:3000/slack/events')` first.
 */
export type SlackTwin = AsyncDisposable &
  Pick<Workspace, 'addUser' | 'addUsergroup' | 'addChannel' | 'removeBotFrom' | 'inviteBotTo' | 'archive'> &
  Pick<Workspace, 'removeUser' | 'changeUsergroup'> &
  People & {
    /** Ends in /api/ . */
    readonly apiUrl: string;
    /** Where it listens itself. */
    readonly port: number;
    readonly botToken: string;
    readonly appToken: string;
    readonly signingSecret: string;
    readonly workspace: Workspace;
    readonly socket: SocketMode;
    /** What channels and direct messages hold now, oldest first, with the history of edits. */
    readonly messages: readonly ShownMessage[];
    /** What only one person saw. */
    readonly ephemerals: readonly ShownMessage[];
    /** The oldest message that looks as wanted, now or after a post or an edit. */
    nextMessage(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
    nextEphemeral(wanted?: (message: ShownMessage) => boolean): Promise<ShownMessage>;
    /** Resolves when `look` finds something; looked at again after each thing that happens. */
    until<Found>(look: () => Found | undefined, what: string): Promise<Found>;
    /** Whom the message as it stands would notify, in words or blocks. An edit notifies nobody, and counts here. */
    pings(message: ShownMessage): Pings;
    /** Spoils the next call of a method ("response_url" for those). */
    failNext(method: string, fault: Fault, times?: number): void;
    /** Spoils every call of the Web API until it is called with null. */
    failAll(fault: Fault | null): void;
    /** Somebody takes a message of the bot's away. */
    deleteMessage(message: ShownMessage): void;
    /** What the bot shared, oldest first. */
    readonly sharedFiles: readonly SharedFile[];
    nextFile(): Promise<SharedFile>;
    /** The form that the bot has opened last and that is still open, now or later. */
    nextForm(wanted?: (form: OpenForm) => boolean): Promise<OpenForm>;
    openForms(): readonly OpenForm[];
    /** A file that a person has put somewhere, to name in `mention`, `directMessage` and `shortcut`. */
    upload(input: UploadInput): FileJson;
    /** The app was installed before this scope stood in its manifest. */
    withoutScope(scope: string): void;
    /** The app was given a scope that its manifest does not ask for. */
    withScope(scope: string): void;
    /** The bot token is worth nothing from now on. */
    revokeToken(): void;
    /** Calls and acknowledgements that broke a rule of Slack's. A test may expect none. */
    readonly refused: readonly RefusedCall[];
    readonly calls: readonly SeenCall[];
    /** Delivers to the bot's own server from now on, signed, instead of through Socket Mode. */
    useHttp(requestUrl: string): void;
    /** The URL given to `useHttp`. */
    urlOfBot(): string;
    advance(ms: number): void;
  };

export async function startSlack(options: SlackOptions = {}): Promise<SlackTwin> {
  const { ackWithinMs = 3000, perChannelPace = false } = options;
  let skippedMs = 0;
  const now = () => (options.now?.().getTime() ?? Date.now()) + skippedMs;
  const appToken = 'xapp-1-A000000004-1-stand-in';
  const botToken = 'xoxb-1-2-stand-in';
  const signingSecret = '8f742231b10e8888abcd99yyyzzz85a5';
  let isRevoked = false;
  let requestUrl: string | null = null;
  const lastPost = new Map<string, number>();
  const refused: RefusedCall[] = [];

  const workspace = createWorkspace();
  const changes = createChanges(() => report(messages.all(), refused));
  const onChange = () => changes.note();
  const door = () => options.front ?? port;
  const messages = createMessages(now, onChange);
  const files = createFiles(() => `http://127.0.0.1:${door()}`, workspace.teamId, onChange);
  const views = createViews(now, workspace, onChange);
  const lacking = new Set(['channels:history', 'groups:history']);
  const responseUrls = createResponseUrls(() => `http://127.0.0.1:${door()}`, now, messages);
  const api = createApiServer({
    workspace,
    messages,
    files,
    views,
    lacksScope: (scope) => lacking.has(scope),
    hasScope: (scope) => !lacking.has(scope),
    responseUrls,
    appToken,
    botToken: () => {
      if (isRevoked) throw new SlackError('token_revoked');
      return botToken;
    },
    socketUrl: () => `ws://127.0.0.1:${door()}${socket.newPath()}`,
    pacePost,
    onRefusal: (call) => void refused.push(call),
    onChange,
  });
  const socket = createSocketMode(api.server, {
    appId: workspace.appId,
    ackWithinMs,
    onStrayAck(id) {
      refused.push({ method: 'ack', error: 'unknown_or_late_envelope', messages: [id] });
      changes.note();
    },
    onChange,
  });
  const http = createHttpMode(signingSecret, ackWithinMs);
  api.server.listen(0, '127.0.0.1');
  await once(api.server, 'listening');
  const { port } = api.server.address() as AddressInfo;

  function pacePost(channel: string): void {
    if (!perChannelPace) return;
    const last = lastPost.get(channel);
    if (last !== undefined && now() - last < 1000) throw new SlackError('ratelimited');
    lastPost.set(channel, now());
  }

  async function deliver(envelope: Envelope) {
    if (requestUrl !== null) return http.deliver(requestUrl, envelope);
    await changes.until(() => (socket.connections() > 0 ? true : undefined), 'connection of the bot');
    return socket.deliver(envelope);
  }

  function urlOfBot(): string {
    if (requestUrl === null) throw new Error('Say useHttp(url) first.');
    return requestUrl;
  }

  function next(isEphemeral: boolean, wanted: (message: ShownMessage) => boolean) {
    const look = () => seen(isEphemeral).find(wanted);
    return changes.until(look, isEphemeral ? 'ephemeral message as wanted' : 'message as wanted');
  }

  function seen(isEphemeral: boolean): readonly ShownMessage[] {
    return messages
      .all()
      .filter((message) => !message.isDeleted && (message.visibleTo !== null) === isEphemeral);
  }

  const people = createPeople({
    workspace,
    messages,
    responseUrls,
    changes,
    views,
    now,
    deliver,
    http,
    urlOfBot,
  });
  const { addUser, addUsergroup, addChannel, removeBotFrom, inviteBotTo, archive } = workspace;
  const { removeUser, changeUsergroup } = workspace;
  return {
    ...people,
    ...{ addUser, addUsergroup, addChannel, removeBotFrom, inviteBotTo, archive },
    ...{ removeUser, changeUsergroup },
    port,
    apiUrl: `http://127.0.0.1:${door()}/api/`,
    botToken,
    appToken,
    signingSecret,
    workspace,
    socket,
    refused,
    calls: api.calls,
    get messages() {
      return seen(false);
    },
    get ephemerals() {
      return seen(true);
    },
    nextMessage: (wanted = () => true) => next(false, wanted),
    nextEphemeral: (wanted = () => true) => next(true, wanted),
    until: changes.until,
    pings: ({ pings }) => pings,
    urlOfBot,
    failNext: api.failNext,
    failAll: api.failAll,
    deleteMessage: ({ channel, ts }) => messages.remove(channel, ts),
    sharedFiles: files.shared,
    nextForm: (wanted = () => true) =>
      changes.until(() => views.opened.filter((form) => form.isOpen && wanted(form)).at(-1), 'form'),
    openForms: () => views.opened.filter(({ isOpen }) => isOpen),
    nextFile: () => changes.until(() => files.shared[0], 'file'),
    upload: files.put,
    withoutScope: (scope) => void lacking.add(scope),
    withScope: (scope) => void lacking.delete(scope),
    revokeToken() {
      isRevoked = true;
    },
    useHttp(url) {
      requestUrl = url;
    },
    advance(ms) {
      skippedMs += ms;
    },
    async [Symbol.asyncDispose]() {
      changes.close();
      await socket.close();
      const closed = once(api.server, 'close');
      api.server.close();
      api.server.closeAllConnections();
      await closed;
    },
  };
}

function report(messages: readonly ShownMessage[], refused: readonly RefusedCall[]): string {
  const said = messages.map(
    ({ channel, ts, revisions, visibleTo, shown }) =>
      `- ${channel} ${ts} (${revisions.length} revisions${visibleTo === null ? '' : ', ephemeral'}): ${shown.slice(0, 300)}`,
  );
  const refusals = refused.map(
    ({ method, error, messages: reasons }) => `! ${method}: ${error} ${reasons.join(' ')}`,
  );
  return [...said, ...refusals].join('\n') || '(nothing)';
}
