import { operatorStanding } from '../../src/core/access/standing.ts';
import type { Command } from '../../src/core/command.ts';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import type { Inline, Message } from '../../src/core/message.ts';
import type { Values } from '../../src/core/option.ts';
import type { Caller, Mention } from '../../src/core/people.ts';
import type { CommandServices, Follows } from '../../src/core/services.ts';
import { parseTarget, targetUrl } from '../../src/core/target.ts';
import type { DigestSchedule } from '../../src/core/watch/digest.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { readCron } from '../../src/monitor/timing/cron.ts';
import { nextDigestSlots } from '../../src/monitor/timing/schedule.ts';
import { vantageReport } from './samples/sample-vantage.ts';
import { memoryDetails } from './services/keeping-details.ts';
import { noAlarms, noAudit, noRules } from './services/no-alarms.ts';
import { noHome } from './services/no-home.ts';
import { noVantages } from './services/no-vantages.ts';
import { openGate } from './services/open-gate.ts';
import { noCalendars } from './webhook/no-calendars.ts';
import { noWebhooks } from './webhook/no-webhooks.ts';

export const caller: Caller = {
  who: { platform: 'console', kind: 'user', id: 'bo', name: 'bo' },
  place: { platform: 'console', channel: 'console' },
  zone: 'Europe/Berlin',
};

/** For commands that follow nothing. */
export const noFollows: Follows = {
  start: async () => ({ kind: 'full' }),
  running: async () => [],
  find: async () => null,
  stop: async () => null,
  async *here() {},
};

const clock = new Date('2026-06-15T12:00:00Z');

/** A diagnosis that saw nothing wrong, or what `parts` say. */
export function diagnosisOf(typed: string, parts: Partial<Diagnosis> = {}): Diagnosis {
  return {
    target: parseTarget(typed),
    wishes: [],
    at: clock,
    elapsedMs: 12.3,
    verdict: 'healthy',
    blame: 'unknown',
    rootCause: null,
    findings: [],
    results: [],
    certificates: [],
    from: 'here',
    baseline: null,
    changes: [],
    ...parts,
  };
}

async function noList(): Promise<never> {
  throw new Error('no list is brought in this test');
}

/** Services that keep a watch list in memory; `parts` replace what a test is about. */
export function memoryServices(parts: Partial<CommandServices> = {}): CommandServices {
  const endpoints = new Map<string, Endpoint>();
  const schedules = new Map<string, DigestSchedule>();
  const same = (target: Endpoint['target']) =>
    [...endpoints.values()].find((one) => targetUrl(one.target) === targetUrl(target)) ?? null;
  const rows = () =>
    [...endpoints.values()].map((endpoint) => ({
      endpoint,
      sighting: null,
      state: null,
      undelivered: null,
    }));
  return {
    gate: openGate,
    now: () => clock,
    zone: 'UTC',
    diagnose: async (target) => diagnosisOf(targetUrl(target)),
    readCertificates: async () => ({ privateKeySeen: false, locked: [] }),
    gradeTls: () => [],
    details: memoryDetails(),
    homeOf: noHome,
    webhooks: noWebhooks,
    calendars: noCalendars,
    vantages: noVantages,
    suggest: async () => [],
    inspectToken: async () => {
      throw new Error('no token is inspected in this test');
    },
    ladder: [],
    pages: [],
    clientNames: ['payments'],
    renewals: {
      lookAhead: async (target) => ({ diagnosis: diagnosisOf(targetUrl(target)), leaves: [] }),
    },
    inspectVantage: async () => vantageReport(),
    watchList: {
      async add(endpoint) {
        if (same(endpoint.target) !== null) return null;
        const added = { ...endpoint, id: String(endpoints.size + 1), addedAt: clock };
        endpoints.set(added.id, added);
        return added;
      },
      find: async (target) => same(target),
      async change(id, change) {
        const endpoint = endpoints.get(id);
        if (endpoint === undefined) return null;
        const changed = { ...endpoint, ...change };
        endpoints.set(id, changed);
        return changed;
      },
      changeAll: async () => [],
      remove: async (id) => endpoints.delete(id),
      list: async () => rows(),
      async *batches() {
        yield rows();
      },
      look: async (endpoint) => diagnosisOf(targetUrl(endpoint.target)),
    },
    alarms: noAlarms,
    rules: noRules,
    audit: noAudit,
    digests: {
      get: async (place) => schedules.get(place.channel) ?? null,
      set: async (schedule) => void schedules.set(schedule.place.channel, schedule),
      remove: async (place) => schedules.delete(place.channel),
      readCron,
      upcoming: (times, count) => nextDigestSlots(times, clock, count),
      compose: async () => ({ tone: 'good', title: [], blocks: [], summary: 'the digest' }),
    },
    follows: noFollows,
    breaker: { state: async () => ({ kind: 'closed' }), overrule: async () => false },
    past: {
      draw: async () => null,
      of: async (endpoint, since) => ({
        endpoint,
        sighting: null,
        since,
        availability: null,
        latency: [],
        changes: [],
        incidents: [],
        objective: 0.999,
      }),
      all: async () => [],
    },
    lastCanary: async () => null,
    lists: {
      read: noList,
      attempt: noList,
      apply: noList,
      undo: noList,
      write: noList,
      mend: noList,
      drift: noList,
      settleDrift: noList,
    },
    directory: {
      resolveMentions: async (typed) =>
        typed
          .split(/\s+/)
          .map((name): Mention => ({ platform: 'console', kind: 'user', id: name, name: name.slice(1) })),
      resolvePlace: async (typed) => ({ platform: 'slack', channel: typed }),
      standingOf: async () => operatorStanding,
    },
    commandPages: () => [],
    ...parts,
  };
}

/** Runs one action to its end and returns every message it showed. */
export async function run(
  command: Command,
  actionName: string,
  values: Values,
  services: CommandServices = memoryServices(),
): Promise<readonly Message[]> {
  const action = command.actions.find((candidate) => candidate.name === actionName);
  if (action === undefined) throw new Error(`/${command.name} has no action "${actionName}"`);
  const messages: Message[] = [];
  for await (const message of action.run(values, caller, services, new AbortController().signal)) {
    messages.push(message);
  }
  return messages;
}

/** All words of a message, as a reader would meet them. */
export function words(message: Message | undefined): string {
  if (message === undefined) return '';
  return [inlineWords(message.title), ...message.blocks.map(blockWords)].join('\n');
}

function blockWords(block: Message['blocks'][number]): string {
  switch (block.kind) {
    case 'paragraph':
    case 'note':
      return inlineWords(block.inlines);
    case 'labelled':
      return `${block.label}: ${inlineWords(block.inlines)}`;
    case 'heading':
    case 'code':
      return block.text;
    case 'list':
      return block.items.map(inlineWords).join('\n');
    case 'table':
      return [block.columns, ...block.rows].map((row) => row.join(' | ')).join('\n');
    case 'ladder':
      return block.rungs.map((rung) => `${rung.mark} ${rung.label} ${rung.value}`).join('\n');
    case 'divider':
      return '---';
  }
}

function inlineWords(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'date':
          return inline.at.toISOString();
        case 'mention':
          return `@${inline.who.name}`;
        case 'person':
          return inline.who.name;
        default:
          return inline.text;
      }
    })
    .join('');
}
