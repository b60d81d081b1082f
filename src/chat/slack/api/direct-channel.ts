import type { Log } from '../../../core/log.ts';
import { readRefusal } from './refusal.ts';
import type { WebClient } from './web.ts';

/** The direct messages with a person. Rejects as the Web API does. */
export async function openDirectly(client: WebClient, user: string): Promise<string> {
  return (await client.conversations.open({ users: user })).channel?.id ?? '';
}

/** The direct messages with a person; empty where Slack opens none, which is logged. */
export async function directChannel(client: WebClient, user: string, log: Log): Promise<string> {
  try {
    return await openDirectly(client, user);
  } catch (thrown) {
    log.error(readRefusal(thrown), 'Slack opened no direct messages');
    return '';
  }
}
