import type { App } from '@slack/bolt';
import { reasonOf, UserError } from '../../../core/errors.ts';
import type { PlatformWorld } from '../../../core/platform.ts';
import type { SharedOnce } from '../../once.ts';
import { asUserError } from '../api/refusal.ts';
import { boltLogger, type WebClient, webOptions } from '../api/web.ts';
import { refuseNoRecord } from './no-record.ts';
import { answerRefused, signatureOf } from './replays.ts';
import { type OpenSocket, openSocket } from './socket.ts';

export type SlackSettings = {
  /** xoxb-... */
  readonly botToken: string;
  /** xapp-...; with it Slack is reached by Socket Mode and nothing listens. */
  readonly appToken?: string;
  /** Without an app token Slack sends requests to `port`, signed with this. */
  readonly signingSecret?: string;
  /** Stands in for https://slack.com/api/. */
  readonly apiUrl?: string;
  /** What several bots of the same app take once between them; left out: this one is alone. */
  readonly shared?: SharedOnce | undefined;
  readonly port: number;
  readonly host?: string;
};

export type Identity = {
  readonly botUserId: string;
  readonly team: string;
  readonly teamId: string;
  readonly enterpriseId: string | null;
};

export type Connection = {
  readonly app: App;
  readonly client: WebClient;
  readonly identity: Identity;
  /** Starts to receive; returns how, "Socket Mode" or "HTTP on port 3000". */
  open(): Promise<string>;
  /** Whether events reach us just now. */
  isOpen(): boolean;
  /** Also after an `open` that failed. */
  close(): Promise<void>;
};

const requestPath = '/slack/events';
const closeMs = 1000;

/** Checks the bot token and makes an app that receives nothing yet, so that listeners can be put in before. */
export async function prepareConnection(
  settings: SlackSettings,
  { log, now }: Pick<PlatformWorld, 'log' | 'now'>,
): Promise<Connection> {
  const { appToken, signingSecret, botToken } = settings;
  if (appToken === undefined && signingSecret === undefined) {
    throw new UserError('Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP). Set one.');
  }
  const { App, HTTPReceiver, SocketModeReceiver, webApi } = await import('@slack/bolt');
  const logger = boltLogger(log);
  const clientOptions = webOptions(settings.apiUrl, logger);
  const client = new webApi.WebClient(botToken, clientOptions);
  const identity = await identify(client);
  // What the app needs to know was asked above; it would ask again by itself for every event otherwise.
  const authorize = async () => ({ botToken, botUserId: identity.botUserId });
  const appOptions = { authorize, logger, clientOptions, convoStore: false } as const;

  if (appToken !== undefined) {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions },
    });
    let socket: OpenSocket | null = null;
    return {
      app: new App({ ...appOptions, receiver }),
      client,
      identity,
      async open() {
        try {
          socket = await openSocket(receiver.client, log, now);
        } catch (thrown) {
          throw asUserError(thrown, 'app');
        }
        return 'Socket Mode';
      },
      isOpen: () => socket?.isConnected() ?? false,
      close: async () => socket?.close(),
    };
  }

  const receiver = new HTTPReceiver({
    signingSecret: signingSecret ?? '',
    endpoints: [requestPath],
    customPropertiesExtractor: signatureOf,
    processEventErrorHandler: answerRefused,
    logger,
    customRoutes: [
      {
        path: '/healthz',
        method: 'GET',
        handler: (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
        },
      },
    ],
  });
  refuseNoRecord(receiver);
  let closeServer: (() => void) | null = null;
  return {
    app: new App({ ...appOptions, receiver }),
    client,
    identity,
    async open() {
      const { port, host } = settings;
      try {
        const server = await receiver.start({ port, ...(host === undefined ? {} : { host }) });
        closeServer = () => server.closeAllConnections();
      } catch (thrown) {
        throw new UserError(`Slack's requests cannot be received on port ${port}: ${reasonOf(thrown)}`);
      }
      return `HTTP on port ${port}`;
    },
    isOpen: () => closeServer !== null,
    async close() {
      if (closeServer === null) return;
      // An idle connection would hold the server open.
      const forced = setTimeout(closeServer, closeMs);
      await receiver.stop();
      clearTimeout(forced);
    },
  };
}

async function identify(client: WebClient): Promise<Identity> {
  try {
    const { user_id, team, team_id, enterprise_id } = await client.auth.test();
    return {
      botUserId: user_id ?? '',
      team: team ?? 'unknown',
      teamId: team_id ?? '',
      enterpriseId: enterprise_id ?? null,
    };
  } catch (thrown) {
    throw asUserError(thrown, 'bot');
  }
}
