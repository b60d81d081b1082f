import { setTimeout as wait } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { reasonOf } from '../../../core/errors.ts';
import type { Log } from '../../../core/log.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import { readRefusal } from '../api/refusal.ts';

export type SocketClient = SocketModeReceiver['client'];

export type OpenSocket = { isConnected(): boolean; close(): Promise<void> };

const helloMs = 20_000;
const closeMs = 1000;
const delaysMs = [250, 1000, 2000, 5000, 10_000, 30_000, 60_000] as const;
/** A connection that lived this long starts the delays anew. */
const steadyMs = 10_000;

/**
 * Keeps the socket connected until it is closed. The first connection rejects as the Web API does; later ones are
 * tried again without end. The library's own reconnecting is off (`autoReconnectEnabled: false`): version 3.1.0
 * waits 5 s before every one, in which commands fail, and leaves a rejection unhandled when the app is shut down or
 * the token revoked meanwhile. Slack recycles each connection every few hours, announced or not.
 */
export async function openSocket(client: SocketClient, log: Log, now: () => Date): Promise<OpenSocket> {
  const closing = new AbortController();
  let lost = Promise.withResolvers<void>();
  let connected = false;
  client.on('disconnected', () => {
    connected = false;
    lost.resolve();
  });

  async function connect(): Promise<void> {
    lost = Promise.withResolvers();
    try {
      await unlessStopped(client.start(), AbortSignal.any([closing.signal, AbortSignal.timeout(helloMs)]));
      connected = true;
    } catch (thrown) {
      await disconnect(client);
      // Rejects with nothing when the socket closes before Slack says hello.
      throw thrown ?? new Error('Slack closed the socket before it said hello');
    }
  }

  async function keep(): Promise<void> {
    let attempt = 0;
    let since = now().getTime();
    while (!closing.signal.aborted) {
      await lost.promise;
      if (now().getTime() - since > steadyMs) attempt = 0;
      const delay = delaysMs[Math.min(attempt, delaysMs.length - 1)] ?? 60_000;
      attempt += 1;
      await wait(delay, undefined, { signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      try {
        await connect();
        log.info({ attempt }, 'connected to Slack again');
      } catch (thrown) {
        if (closing.signal.aborted) return;
        const refusal = readRefusal(thrown);
        log.warn({ ...refusal, attempt }, 'could not connect to Slack again');
        const askedMs = refusal.retryAfterMs;
        if (askedMs !== null)
          await wait(askedMs, undefined, { signal: closing.signal }).catch(() => undefined);
        lost.resolve();
      }
      since = now().getTime();
    }
  }

  endureJunk(client, log);
  await connect();
  const keeping = keep();
  return {
    isConnected: () => connected,
    async close() {
      connected = false;
      closing.abort();
      lost.resolve();
      await disconnect(client);
      await keeping;
    },
  };
}

/** The library reads what comes in a function that nobody waits for: an envelope without its parts would end the process. */
function endureJunk(client: SocketClient, log: Log): void {
  const readers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (...given: readonly unknown[]) => {
    try {
      for (const read of readers) await read(...given);
    } catch (thrown) {
      log.warn({ reason: reasonOf(thrown) }, 'what Slack sent is no envelope, and was ignored');
    }
  });
}

/** Politely, then by force: the library waits 30 s for the other end to say goodbye. */
async function disconnect(client: SocketClient): Promise<void> {
  for (const force of [false, true]) {
    const gone = client.disconnect();
    const over = new AbortController();
    const late = wait(closeMs, 'late' as const, { signal: over.signal }).catch(() => 'late' as const);
    const how = await Promise.race([gone.then(() => 'gone' as const), late]);
    over.abort();
    if (how === 'gone' || force) return;
  }
}
