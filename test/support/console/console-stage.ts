import type { Command } from '../../../src/core/command.ts';
import type { AlertHook } from '../../../src/core/doors/alert-hook.ts';
import type { InteractionDoor } from '../../../src/core/doors/interaction-door.ts';
import type { ProbeTarget } from '../../../src/core/exporter.ts';
import type { Log } from '../../../src/core/log.ts';
import type { Message } from '../../../src/core/message.ts';
import type { Operations } from '../../../src/core/operations.ts';
import type { CommandServices } from '../../../src/core/services.ts';
import type { FeedItem, FeedStore } from '../../../src/core/store/delivery.ts';
import { type ConsolePlatform, type ConsoleSettings, createConsole } from '../../../src/web/console.ts';
import type { WatchReading } from '../../../src/web/pages/reading.ts';
import { noFollows } from '../commanding.ts';
import { memoryDetails } from '../services/keeping-details.ts';
import { noAlarms, noAudit, noRules } from '../services/no-alarms.ts';
import { noHome } from '../services/no-home.ts';
import { noVantages } from '../services/no-vantages.ts';
import { openGate } from '../services/open-gate.ts';
import { noCalendars } from '../webhook/no-calendars.ts';
import { noWebhooks } from '../webhook/no-webhooks.ts';

export const stageNow = new Date('2026-11-25T12:00:00Z');

export type ConsoleStage = AsyncDisposable & {
  readonly platform: ConsolePlatform;
  readonly url: string;
  readonly feed: FeedStore;
  readonly errors: readonly string[];
  /** Posts to `/api/run` as the page does. */
  run(body: unknown, headers?: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Response>;
};

/** The console on a port of its own with the given commands, a feed in memory and a clock that stands still. */
export async function openConsole(
  commands: readonly Command[],
  feed = memoryFeed(),
  services: Partial<CommandServices> = {},
  settings: Partial<ConsoleSettings> = {},
  watching?: WatchReading,
  operations?: Operations,
  probeTarget?: ProbeTarget,
  alertHook?: AlertHook,
  interactionDoor?: InteractionDoor,
): Promise<ConsoleStage> {
  const errors: string[] = [];
  const platform = createConsole(
    { host: '127.0.0.1', port: 0, ...settings },
    {
      commands,
      services: { ...bareServices(commands), ...services },
      actions: { remember: async () => {}, recall: async () => null },
      log: recordErrors(errors),
      now: () => stageNow,
      feed,
      ...(watching === undefined ? {} : { watching }),
      ...(operations === undefined ? {} : { operations }),
      ...(probeTarget === undefined ? {} : { probeTarget }),
      ...(alertHook === undefined ? {} : { alertHook }),
      ...(interactionDoor === undefined ? {} : { interactionDoor }),
    },
  );
  await platform.start();
  const url = platform.url();
  return {
    platform,
    url,
    feed,
    errors,
    run: (body, headers = {}, signal) =>
      fetch(`${url}api/run`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      }),
    [Symbol.asyncDispose]: () => platform.stop(),
  };
}

/** Fails loudly when a command of a test asks for more than it said. */
export function bareServices(commands: readonly Command[]) {
  const absent = async (): Promise<never> => {
    throw new Error('this stage has no such service');
  };
  return {
    gate: openGate,
    alarms: noAlarms,
    rules: noRules,
    audit: noAudit,
    now: () => stageNow,
    zone: 'UTC',
    diagnose: absent,
    readCertificates: absent,
    renewals: { lookAhead: absent },
    inspectVantage: absent,
    gradeTls: () => [],
    details: memoryDetails(),
    homeOf: noHome,
    webhooks: noWebhooks,
    calendars: noCalendars,
    vantages: noVantages,
    suggest: async () => [],
    inspectToken: absent,
    ladder: [],
    pages: [],
    clientNames: [],
    watchList: {
      add: absent,
      find: absent,
      change: absent,
      changeAll: absent,
      remove: absent,
      list: absent,
      async *batches() {
        yield await absent();
      },
      look: absent,
    },
    past: { of: absent, all: absent, draw: async () => null },
    lists: {
      read: absent,
      attempt: absent,
      apply: absent,
      undo: absent,
      write: absent,
      mend: absent,
      drift: absent,
      settleDrift: absent,
    },
    digests: {
      get: absent,
      set: absent,
      remove: absent,
      readCron: () => '',
      upcoming: () => [],
      compose: absent,
    },
    follows: noFollows,
    breaker: { state: absent, overrule: absent },
    lastCanary: absent,
    commandPages: () => commands,
  };
}

export function memoryFeed(): FeedStore {
  const items: FeedItem[] = [];
  let revision = 0;
  return {
    async append(message: Message, at: Date, under = null) {
      revision += 1;
      items.push({ id: items.length + 1, at, message, under, revision });
      return items.length;
    },
    async replace(id, message) {
      const item = items[id - 1];
      if (item === undefined) return false;
      revision += 1;
      items[id - 1] = { ...item, message, revision };
      return true;
    },
    list: async (afterRevision, limit) =>
      items
        .filter((item) => item.revision > afterRevision)
        .toSorted((one, other) => one.revision - other.revision)
        .slice(-limit),
  };
}

function recordErrors(errors: string[]): Log {
  const silent = () => {};
  return {
    debug: silent,
    info: silent,
    warn: silent,
    error: (fields, message) => errors.push(`${message} ${JSON.stringify(fields)}`),
  };
}
