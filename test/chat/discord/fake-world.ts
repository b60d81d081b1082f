import type { Action, Command } from '../../../src/core/command.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { Log } from '../../../src/core/log.ts';
import { code, type Message, type Tone, text } from '../../../src/core/message.ts';
import type { Mention } from '../../../src/core/people.ts';
import type { PlatformWorld } from '../../../src/core/platform.ts';
import type { CommandServices } from '../../../src/core/services.ts';
import type { ActionStore } from '../../../src/core/store/delivery.ts';
import type { Notification, Recipient } from '../../../src/core/watch/notification.ts';
import { openGate } from '../../support/services/open-gate.ts';

export type Logged = { readonly level: string; readonly fields: object; readonly message: string };

export function createMemoryActions(): ActionStore & { readonly size: () => number } {
  const kept = new Map<string, string>();
  return {
    remember: async (id, action) => void kept.set(id, action),
    recall: async (id) => kept.get(id) ?? null,
    size: () => kept.size,
  };
}

export function createMemoryLog(): Log & { readonly lines: Logged[] } {
  const lines: Logged[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Services that no fake command uses are not there: touching one is a fault, and shows as one. */
export function fakeWorld(commands: readonly Command[], parts: Partial<PlatformWorld> = {}): PlatformWorld {
  const absent: object = { now: () => new Date('2026-11-24T12:00:00Z') };
  return {
    commands,
    actions: createMemoryActions(),
    log: createMemoryLog(),
    now: () => new Date('2026-11-24T12:00:00Z'),
    ...parts,
    services: { gate: openGate, ...(parts.services ?? absent) } as Omit<CommandServices, 'directory'>,
  };
}

export function said(title: string, parts: Partial<Message> = {}, tone: Tone = 'good'): Message {
  return { tone, title: [text(title)], blocks: [], summary: title, ...parts };
}

export function commandOf(
  name: string,
  run: Action['run'],
  parts: Partial<Command> & { readonly options?: Action['options'] } = {},
): Command {
  const { options = [], ...rest } = parts;
  return {
    name,
    summary: `The command ${name}`,
    visibility: 'channel',
    examples: [`/${name}`],
    actions: [{ name: '', summary: `Does ${name}`, needs: 'anyone', options, run }],
    ...rest,
  };
}

const targetOption = {
  name: 'target',
  kind: 'target',
  summary: 'host or host:port',
  required: true,
} as const;

/** Grows in three steps, each waiting for `step`; its answer has a button of its own and one of another command. */
export function checkCommand(step: () => Promise<void> = async () => undefined): Command {
  return commandOf(
    'check',
    async function* ({ target = '' }) {
      yield said(`Checking ${target} ...`, {}, 'neutral');
      await step();
      yield said(`Checking ${target}: DNS done`, {}, 'neutral');
      await step();
      const values = { target };
      yield said(`${target} is healthy`, {
        blocks: [{ kind: 'labelled', label: 'Looked at', inlines: [code(target)] }],
        buttons: [
          { label: 'Check again', command: 'check', values, style: 'primary' },
          { label: 'Mine', command: 'mine', values },
          { label: 'Long', command: 'mine', values: { target: `${target}/${'x'.repeat(150)}` } },
        ],
      });
    },
    { options: [targetOption] },
  );
}

/** Answers the caller only, and refuses a target called "bad". */
export const mineCommand = commandOf(
  'mine',
  async function* ({ target = '' }, caller) {
    if (target === 'bad') throw new UserError('"bad" is not a host name. Try example.org.');
    yield said(`${caller.who.name} asked for ${target.length} characters in ${caller.place.channel}`);
  },
  { visibility: 'caller', options: [targetOption] },
);

export function notificationOf(to: Recipient, message: Message, key = 'ping:1'): Notification {
  return { key, to, message, fallback: [], endpointId: null };
}

export function discordUser(id: string, name = 'alice'): Mention {
  return { platform: 'discord', kind: 'user', id, name };
}
