import type { Button, Message } from '../../../core/message.ts';
import { clip } from '../../showing/clean-text.ts';
import { selectId } from './buttons.ts';
import { oneLine } from './escape.ts';
import { answerLimits, messageLimits, selectLimits } from './limits.ts';
import type { ActionRow, ButtonComponent, SelectComponent } from './payload.ts';

/**
 * Two buttons of one id would be refused; they would do the same thing, so the first is enough. What is to be chosen stands in a
 * select under them, and so do buttons of one command that are too many for two rows.
 */
export function actionRows(
  { buttons = [], choice }: Pick<Message, 'buttons' | 'choice'>,
  ids: ReadonlyMap<Button, string>,
): readonly ActionRow[] {
  const alike = manyAlike(buttons);
  const single = withIds(
    buttons.filter((button) => !alike.includes(button)),
    ids,
  ).slice(0, answerLimits.buttons);
  const rows: ActionRow[] = [];
  for (let at = 0; at < single.length; at += messageLimits.buttonsInRow) {
    const row = single.slice(at, at + messageLimits.buttonsInRow);
    rows.push({ type: 1, components: row.map(([button, id]) => buttonComponent(button, id)) });
  }
  const chosen = withIds(choice?.of ?? alike, ids);
  if (chosen.length === 0) return rows;
  const rest = (choice?.of ?? alike).length - Math.min(chosen.length, selectLimits.options);
  const label = `${choice?.label ?? 'Choose one'}${rest > 0 ? ` (${rest} more are not in this list)` : ''}`;
  return [...rows, { type: 1, components: [selectComponent(chosen, label)] }];
}

/** Those of the command that most of them are of, when there are more than are shown as buttons. */
function manyAlike(buttons: readonly Button[]): readonly Button[] {
  if (buttons.length <= answerLimits.buttons) return [];
  const groups = Map.groupBy(buttons, ({ command, subcommand = '' }) => `${command} ${subcommand}`);
  const [largest = []] = [...groups.values()].toSorted((one, other) => other.length - one.length);
  return largest.length > answerLimits.alike ? largest : [];
}

function withIds(
  buttons: readonly Button[],
  ids: ReadonlyMap<Button, string>,
): readonly (readonly [Button, string])[] {
  const byId = new Map<string, Button>();
  for (const button of buttons) {
    const id = ids.get(button);
    if (id !== undefined && !byId.has(id)) byId.set(id, button);
  }
  return [...byId].map(([id, button]) => [button, id] as const);
}

function buttonComponent(button: Button, id: string): ButtonComponent {
  const { style } = button;
  return {
    type: 2,
    style: style === 'primary' ? 1 : style === 'danger' ? 4 : 2,
    label: labelOf(button, messageLimits.buttonLabel),
    custom_id: id,
  };
}

/** What is chosen is the id of its button. */
function selectComponent(chosen: readonly (readonly [Button, string])[], label: string): SelectComponent {
  const shown = chosen.slice(0, selectLimits.options);
  return {
    type: 3,
    custom_id: selectId,
    placeholder: clip(oneLine(label).trim(), selectLimits.placeholder),
    options: shown.map(([button, value]) => ({ label: labelOf(button, selectLimits.label), value })),
  };
}

function labelOf({ label, command }: Button, longest: number): string {
  const shown = clip(oneLine(label).trim(), longest);
  return shown === '' ? clip(oneLine(`/${command}`), longest) : shown;
}
