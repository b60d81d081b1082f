import { randomUUID } from 'node:crypto';
import type { WebhookSetting } from '../../core/hook/setting.ts';
import type { KnownWebhook, Webhooks } from '../../core/hook/webhooks.ts';
import { postTo, type WebhookWorld } from './send.ts';

export function webhookServices({ hooks, ...world }: WebhookWorld): Webhooks {
  return {
    known: hooks.map(knownOf),
    async ping(name, signal) {
      const hook = hooks.find((one) => one.name === name);
      if (hook === undefined) return null;
      const event = {
        type: 'ping',
        at: world.now(),
        data: { webhook: name },
        about: { places: [], endpointIds: [] },
      } as const;
      return postTo(hook, `msg_${randomUUID().replaceAll('-', '')}`, event, world, signal);
    },
  };
}

function knownOf({ name, url, wants }: WebhookSetting): KnownWebhook {
  return { name, receiver: new URL(url).origin, wants };
}
