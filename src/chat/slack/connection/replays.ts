import type { App, HTTPReceiverOptions } from '@slack/bolt';
import type { Log } from '../../../core/log.ts';
import { createOnce, type SharedOnce } from '../../once.ts';

/** A signature is good for five minutes on either side of our clock ("Verifying requests from Slack"). */
const signatureMs = 10 * 60_000;

/** Bolt hands on what has a code as it is. */
const replayed = Object.assign(new Error('a signed request was sent again'), { code: 'replayed_request' });

/** What the receiver hands on of a request over HTTP. */
export function signatureOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) {
  return { slackSignature: headers['x-slack-signature'] };
}

/**
 * A signed request that somebody recorded and sends again does nothing. Before every listener. Slack signs a retry anew: one
 * within the same second as the first is refused as well, and tried again by Slack a minute later.
 */
export function refuseReplays(app: App, log: Log, shared: SharedOnce | undefined): void {
  const isFirst = createOnce({ log, shared, forMs: signatureMs });
  app.use(async ({ context: { slackSignature }, next }) => {
    if (typeof slackSignature !== 'string' || (await isFirst(slackSignature))) return next();
    log.warn({}, 'a signed request of Slack was sent again, and refused');
    throw replayed;
  });
}

export function isReplay(thrown: unknown): boolean {
  return thrown === replayed;
}

/** 401 for what was sent again, 500 for what broke. True: nobody has to acknowledge it any more. */
export const answerRefused: NonNullable<HTTPReceiverOptions['processEventErrorHandler']> = async ({
  error,
  response,
}) => {
  if (response.headersSent) return false;
  response.writeHead(isReplay(error) ? 401 : 500).end();
  return true;
};
