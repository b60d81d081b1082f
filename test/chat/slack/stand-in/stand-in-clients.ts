import { App, LogLevel, webApi } from '@slack/bolt';
import type { SlackTwin } from '../../../support/slack/stand-in.ts';

/** A refusal that is wanted is no line in the report. */
const quiet: webApi.Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

export function clientOf(slack: SlackTwin, token = slack.botToken) {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    logger: quiet,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
}

export async function bareBolt(slack: SlackTwin) {
  const { botToken: token, appToken, apiUrl: slackApiUrl } = slack;
  const app = new App({
    token,
    appToken,
    socketMode: true,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl },
  });
  return {
    app,
    start: () => app.start(),
    // Bolt's stop resolves before the socket is closed.
    async [Symbol.asyncDispose]() {
      await app.stop();
      await slack.until(() => (slack.socket.connections() === 0 ? true : undefined), 'end of the connection');
    },
  };
}

export const button = (label: string, actionId: string) => ({
  type: 'button',
  text: { type: 'plain_text', text: label },
  action_id: actionId,
  value: 'v',
});
export const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
export const said = (element: object) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [element] }],
});
export const many = (count: number, block: (index: number) => object) =>
  Array.from({ length: count }, (_, i) => block(i));
