import { createHash } from 'node:crypto';
import { type Action, actionOf, type Command } from '../../../core/command.ts';
import type { Button } from '../../../core/message.ts';
import type { Values } from '../../../core/option.ts';
import type { ActionStore } from '../../../core/store/delivery.ts';
import { messageLimits } from './limits.ts';

/**
 * What a press leads to: `update` runs again and edits the message it stands in; `channel` and `caller` answer
 * anew, for everybody or for who pressed; `ask channel` and `ask caller` do so after a form.
 */
export type Press = 'update' | 'channel' | 'caller' | 'ask channel' | 'ask caller';

export type ButtonTarget = {
  readonly command: Command;
  readonly action: Action;
  readonly values: Values;
  /** Options that a form asks for first. */
  readonly asks: readonly string[];
  /** Those whose boxes had something in them when the form was shown. */
  readonly held: readonly string[];
};

/** The command and action whose answer carries the buttons; null for a message nobody asked for. */
export type Origin = { readonly command: string; readonly action: string };

// Told by the first character, so that a press can be acknowledged before anything is looked up.
const pressSigns: Readonly<Record<Press, string>> = {
  ...{ update: '=', channel: '+', caller: '-' },
  ...{ 'ask channel': '*', 'ask caller': '~' },
};
const rememberedSign = '#';
/** No encoded value holds it. */
const asksSign = '!';
/** Behind an option's name, none of which holds it. */
const heldSign = '~';

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
    ids.set(button, await idOf(button, pressOf(button, origin, commands), actions));
  }
  return ids;
}

/** The id of every select: what is chosen in it is the id of a button. */
export const selectId = '^';

/** The id of a form, which says what the id of the button behind it says, and which boxes were filled: Discord does not. */
export function formIds(
  button: Button,
  held: readonly string[],
  isShared: boolean,
  actions: ActionStore,
): Promise<string> {
  const asks = button.asks?.map((name) => (held.includes(name) ? name + heldSign : name)) ?? [];
  return idOf({ ...button, asks }, isShared ? 'ask channel' : 'ask caller', actions);
}

async function idOf(button: Button, press: Press, actions: ActionStore): Promise<string> {
  const sign = pressSigns[press];
  const encoded = encode(button);
  if (sign.length + encoded.length <= messageLimits.customId) return sign + encoded;
  const key = createHash('sha256').update(encoded).digest('base64url').slice(0, 32);
  await actions.remember(`discord:${key}`, encoded);
  return sign + rememberedSign + key;
}

/** Null for an id that no button of ours has. */
export function pressFrom(customId: string): Press | null {
  const sign = customId.slice(0, 1);
  const presses = Object.keys(pressSigns) as readonly Press[];
  return presses.find((press) => pressSigns[press] === sign) ?? null;
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
  const command = commands.find((candidate) => candidate.name === button.command);
  const audience = command?.visibility === 'channel' ? 'channel' : 'caller';
  if (button.asks !== undefined && button.asks.length > 0) return `ask ${audience}`;
  const isSame = origin?.command === button.command && origin.action === (button.subcommand ?? '');
  return isSame ? 'update' : audience;
}

/** `watch.remove?target=api.example.org`, `alarm.ack?id=1a2b!until,reason` */
function encode({ command, subcommand, values, asks = [] }: Button): string {
  const query = new URLSearchParams({ ...values }).toString();
  const head = `${command}${subcommand === undefined ? '' : `.${subcommand}`}${query === '' ? '' : `?${query}`}`;
  return asks.length === 0 ? head : `${head}${asksSign}${asks.join(',')}`;
}

function decode(encoded: string, commands: readonly Command[]): ButtonTarget | null {
  const [called = '', asked = ''] = split(encoded, asksSign);
  const [head = '', query = ''] = split(called, '?');
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
  const marked = asked === '' ? [] : asked.split(',');
  const asks = marked.map((name) => name.replace(heldSign, ''));
  const held = asks.filter((_name, at) => marked[at]?.endsWith(heldSign) === true);
  const isKnown = asks.every((asking) => action.options.some(({ name }) => name === asking));
  return isKnown ? { command, action, values, asks, held } : null;
}

function split(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}
