import type { App } from '@slack/bolt';
import type { Log } from '../../core/log.ts';
import { createMemory } from '../memory.ts';

/** A signature is good for five minutes ("Verifying requests from Slack"); Slack itself signs a retry anew. */
const rememberedSignatures = 50_000;

/** What the receiver hands on of a request over HTTP. */
export function signatureOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }) {
  return { slackSignature: headers['x-slack-signature'] };
}

/** A signed request that somebody recorded and sends again does nothing. Before every listener. */
export function ignoreReplays(app: App, log: Log): void {
  const seen = createMemory(rememberedSignatures);
  app.use(async ({ context, next, ...args }) => {
    const { slackSignature } = context;
    if (typeof slackSignature !== 'string') return next();
    if (!seen.has(slackSignature)) {
      seen.add(slackSignature);
      return next();
    }
    log.warn({}, 'a signed request of Slack was sent again, and ignored');
    if ('ack' in args && typeof args.ack === 'function') await args.ack();
  });
}
