import type { Button } from '../../core/message.ts';
import { clip } from '../clean-text.ts';
import { selectId } from './buttons.ts';
import { oneLine } from './escape.ts';
import { answerLimits, messageLimits, selectLimits } from './limits.ts';
import type { ActionRow, ButtonComponent, SelectComponent } from './payload.ts';

/**
 * Two buttons of one id would be refused; they would do the same thing, so the first is enough. Many of one command are one
 * thing to choose from, and stand in a select under the others.
 */
export function actionRows(
  buttons: readonly Button[],
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
  const chosen = withIds(alike, ids);
  return chosen.length === 0 ? rows : [...rows, { type: 1, components: [selectComponent(chosen)] }];
}

/** Those of the command that most of them are of, when it is too many for buttons. */
function manyAlike(buttons: readonly Button[]): readonly Button[] {
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
function selectComponent(chosen: readonly (readonly [Button, string])[]): SelectComponent {
  const shown = chosen.slice(0, selectLimits.options);
  const rest = chosen.length - shown.length;
  return {
    type: 3,
    custom_id: selectId,
    placeholder: rest === 0 ? 'Choose one' : `Choose one; ${rest} more are not in this list`,
    options: shown.map(([button, value]) => ({ label: labelOf(button, selectLimits.label), value })),
  };
}

function labelOf({ label, command }: Button, longest: number): string {
  const shown = clip(oneLine(label).trim(), longest);
  return shown === '' ? `/${command}` : shown;
}
