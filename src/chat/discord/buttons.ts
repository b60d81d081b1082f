import { createHash } from 'node:crypto';
import type { Action, Command, Values } from '../../core/command.ts';
import { actionOf } from '../../core/command.ts';
import type { Button } from '../../core/message.ts';
import type { ActionStore } from '../../core/store.ts';
import { messageLimits } from './limits.ts';

/**
 * What a press leads to: `update` runs again and edits the message it stands in; `channel` and `caller` answer
 * anew, for everybody or for who pressed.
 */
export type Press = 'update' | 'channel' | 'caller';

export type ButtonTarget = { readonly command: Command; readonly action: Action; readonly values: Values };

/** The command and action whose answer carries the buttons; null for a message nobody asked for. */
export type Origin = { readonly command: string; readonly action: string };

// Told by the first character, so that a press can be acknowledged before anything is looked up.
const pressSigns: Readonly<Record<Press, string>> = { update: '=', channel: '+', caller: '-' };
const rememberedSign = '#';

/**
 * A custom id per button, remembering those that are too long. An id is not signed: it can only ask for what the
 * presser could type as well, and every press is judged as if it had been typed.
 */
export async function customIds(
  buttons: readonly Button[],
  origin: Origin | null,
  commands: readonly Command[],
  actions: ActionStore,
): Promise<ReadonlyMap<Button, string>> {
  const ids = new Map<Button, string>();
  for (const button of buttons) {
    const sign = pressSigns[pressOf(button, origin, commands)];
    const inline = sign + encode(button);
    if (inline.length <= messageLimits.customId) {
      ids.set(button, inline);
      continue;
    }
    const encoded = encode(button);
    const key = createHash('sha256').update(encoded).digest('base64url').slice(0, 32);
    await actions.remember(`discord:${key}`, encoded);
    ids.set(button, sign + rememberedSign + key);
  }
  return ids;
}

/** Null for an id that no button of ours has. */
export function pressFrom(customId: string): Press | null {
  const sign = customId.slice(0, 1);
  if (sign === pressSigns.update) return 'update';
  if (sign === pressSigns.channel) return 'channel';
  return sign === pressSigns.caller ? 'caller' : null;
}

/** Null when the button is forged, forgotten, or of a command that is gone. */
export async function targetFrom(
  customId: string,
  commands: readonly Command[],
  actions: ActionStore,
): Promise<ButtonTarget | null> {
  const body = customId.slice(1);
  if (!body.startsWith(rememberedSign)) return decode(body, commands);
  const remembered = await actions.recall(`discord:${body.slice(1)}`);
  return remembered === null ? null : decode(remembered, commands);
}

function pressOf(button: Button, origin: Origin | null, commands: readonly Command[]): Press {
  if (origin?.command === button.command && origin.action === (button.subcommand ?? '')) return 'update';
  const command = commands.find((candidate) => candidate.name === button.command);
  return command?.visibility === 'channel' ? 'channel' : 'caller';
}

/** `watch.remove?target=api.example.org` */
function encode({ command, subcommand, values }: Button): string {
  const query = new URLSearchParams({ ...values }).toString();
  return `${command}${subcommand === undefined ? '' : `.${subcommand}`}${query === '' ? '' : `?${query}`}`;
}

function decode(encoded: string, commands: readonly Command[]): ButtonTarget | null {
  const [head = '', query = ''] = split(encoded, '?');
  const [name = '', subcommand = ''] = split(head, '.');
  const command = commands.find((candidate) => candidate.name === name);
  // A bare name stands for the first action, as it does when it is typed elsewhere.
  const bare = subcommand === '' ? (command?.actions[0] ?? null) : null;
  const action = command === undefined ? null : (actionOf(command, subcommand) ?? bare);
  if (command === undefined || action === null) return null;
  const values: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(query)) {
    if (!action.options.some((option) => option.name === key)) return null;
    values[key] = value;
  }
  return { command, action, values };
}

function split(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
