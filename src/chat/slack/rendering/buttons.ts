import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Action, actionOf, type Command } from '../../../core/command.ts';
import type { Button } from '../../../core/message.ts';
import type { Values } from '../../../core/option.ts';
import type { PlatformWorld } from '../../../core/platform.ts';
import type { ActionStore } from '../../../core/store/delivery.ts';
import { jsonOrNull } from '../../../core/text/json.ts';
import { answerLimits } from './limits.ts';

export type ButtonTarget = {
  readonly command: Command;
  readonly action: Action;
  readonly values: Values;
  /** The button stands in the answer to the same command: the message shows the new answer. */
  readonly updates: boolean;
  /** Options that a form asks for first. */
  readonly asks: readonly string[];
};

/** The command and action whose answer carries the buttons; null for a message nobody asked for. */
export type Origin = { readonly command: string; readonly action: string };

const stored = z.object({
  command: z.string(),
  action: z.string(),
  values: z.record(z.string(), z.string()),
  updates: z.boolean().optional(),
  asks: z.array(z.string()).optional(),
});

const rememberedSign = '#';

/**
 * A value per button, remembering those that are too long. It is not signed: it can only ask for what the presser
 * could type as well, and every press is judged as if it had been typed.
 */
export async function buttonValues(
  buttons: readonly Button[],
  origin: Origin | null,
  actions: ActionStore,
): Promise<ReadonlyMap<Button, string>> {
  const values = new Map<Button, string>();
  for (const button of buttons) {
    const encoded = encode(button, origin);
    if (encoded.length <= answerLimits.buttonValue) {
      values.set(button, encoded);
      continue;
    }
    const key = createHash('sha256').update(encoded).digest('base64url').slice(0, 32);
    await actions.remember(`slack:${key}`, encoded);
    values.set(button, rememberedSign + key);
  }
  return values;
}

/** Null when the value is forged, forgotten, or of a command that is gone. */
export async function targetFrom(
  value: string,
  commands: readonly Command[],
  actions: ActionStore,
): Promise<ButtonTarget | null> {
  if (!value.startsWith(rememberedSign)) return decode(value, commands);
  const remembered = await actions.recall(`slack:${value.slice(1)}`);
  return remembered === null ? null : decode(remembered, commands);
}

/** The same, where a store that fails is a button that is forgotten. */
export async function recalled(
  value: string,
  { commands, actions, log }: Pick<PlatformWorld, 'commands' | 'actions' | 'log'>,
): Promise<ButtonTarget | null> {
  try {
    return await targetFrom(value, commands, actions);
  } catch (thrown) {
    log.error({ err: thrown }, 'what a button does could not be looked up');
    return null;
  }
}

function encode({ command, subcommand = '', values, asks = [] }: Button, origin: Origin | null): string {
  const updates = origin?.command === command && origin.action === subcommand;
  const more = { ...(updates ? { updates } : {}), ...(asks.length === 0 ? {} : { asks }) };
  const json = JSON.stringify({ command, action: subcommand, values, ...more });
  // Nothing in it is left that Slack may escape on the way, or that a reader of the raw message may take for more.
  return json.replace(/[<>&\u007f-\uffff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function decode(encoded: string, commands: readonly Command[]): ButtonTarget | null {
  const parsed = stored.safeParse(jsonOrNull(encoded));
  if (!parsed.success) return null;
  const { values, updates = false, asks = [] } = parsed.data;
  const command = commands.find((candidate) => candidate.name === parsed.data.command);
  // A bare name stands for the first action, as it does when it is typed.
  const bare = parsed.data.action === '' ? (command?.actions[0] ?? null) : null;
  const action = command === undefined ? null : (actionOf(command, parsed.data.action) ?? bare);
  if (command === undefined || action === null) return null;
  const known = new Set(action.options.map((option) => option.name));
  const isKnown = [...Object.keys(values), ...asks].every((name) => known.has(name));
  return isKnown ? { command, action, values, updates, asks } : null;
}
