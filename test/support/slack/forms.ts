import type { Arguments } from './check-message.ts';
import { SlackError } from './shapes.ts';
import type { Workspace } from './workspace.ts';

/** A modal as the bot opened it. */
export type OpenForm = { readonly id: string; readonly view: Readonly<Record<string, unknown>> };

export type Forms = {
  /** A trigger_id that was given out: good for one form within 3 s. */
  mayOpen(trigger: string): void;
  /** views.open; throws what Slack answers to a bad call. */
  open(given: Arguments): object;
  readonly opened: readonly OpenForm[];
  /** The view with its state, as it is sent back. */
  fill(form: OpenForm, filled: Readonly<Record<string, string>>): object;
};

const triggerMs = 3000;

type Block = Readonly<Record<string, unknown>>;

export function createForms(now: () => number, workspace: Workspace, onChange: () => void): Forms {
  const triggers = new Map<string, number>();
  const opened: OpenForm[] = [];

  function take(trigger: unknown): void {
    const given = triggers.get(String(trigger));
    if (given === undefined) throw new SlackError('invalid_trigger_id');
    triggers.delete(String(trigger));
    if (now() - given > triggerMs) throw new SlackError('expired_trigger_id');
  }

  return {
    opened,
    mayOpen: (trigger) => void triggers.set(trigger, now()),
    open(given) {
      const view = typeof given.view === 'string' ? (JSON.parse(given.view) as Block) : (given.view as Block);
      checkView(view);
      take(given.trigger_id);
      const form = { id: `V${String(opened.length + 1).padStart(8, '0')}`, view };
      opened.push(form);
      onChange();
      return { id: form.id, team_id: workspace.teamId, ...view };
    },
    fill({ id, view }, filled) {
      const blocks = view.blocks as readonly Block[];
      const values = blocks.map((block) => {
        const element = block.element as Block;
        const name = String(block.block_id);
        const typed = filled[name] ?? initialOf(element);
        if (typed === '' && block.optional !== true) throw new Error(`The form wants ${name}.`);
        return [name, { [String(element.action_id)]: stateOf(name, typed, element) }];
      });
      return { id, team_id: workspace.teamId, ...view, state: { values: Object.fromEntries(values) } };
    },
  };
}

function initialOf({ type, initial_value, initial_option }: Block): string {
  return String(
    (type === 'static_select' ? (initial_option as Block | undefined)?.value : initial_value) ?? '',
  );
}

/** What is in a box as `view.state` tells it. */
function stateOf(name: string, typed: string, { type, max_length, options }: Block): object {
  if (type !== 'static_select') {
    if (typed.length > Number(max_length ?? 3000)) throw new Error(`${name} is too long for its box.`);
    return { type, value: typed === '' ? null : typed };
  }
  const chosen = (options as readonly Block[]).find(({ value }) => value === typed);
  if (chosen === undefined && typed !== '') throw new Error(`${name} has no choice "${typed}".`);
  return { type, selected_option: chosen ?? null };
}

/** Limits of "Views", "Input block", "Plain-text input" and "Select menu". */
function checkView(view: Block): void {
  const problems: string[] = [];
  const text = (name: string, value: unknown, most: number): void => {
    const { type, text: words } = (value ?? {}) as Block;
    if (type !== 'plain_text' || typeof words !== 'string' || words === '' || words.length > most)
      problems.push(name);
  };
  if (view.type !== 'modal') problems.push('type');
  for (const name of ['title', 'submit', 'close']) text(name, view[name], 24);
  if (String(view.callback_id ?? '').length > 255) problems.push('callback_id');
  if (String(view.private_metadata ?? '').length > 3000) problems.push('private_metadata');
  const blocks = Array.isArray(view.blocks) ? (view.blocks as readonly Block[]) : [];
  if (blocks.length === 0 || blocks.length > 100) problems.push('blocks');
  for (const block of blocks) {
    const element = (block.element ?? {}) as Block;
    const isSelect = element.type === 'static_select';
    if (block.type !== 'input' || !(isSelect || element.type === 'plain_text_input')) problems.push('block');
    text('label', block.label, 2000);
    if (block.hint !== undefined) text('hint', block.hint, 2000);
    if (isSelect) {
      const options = Array.isArray(element.options) ? (element.options as readonly Block[]) : [];
      if (options.length < 1 || options.length > 100) problems.push('options');
      for (const option of options) {
        text('option', option.text, 75);
        if (String(option.value ?? '').length > 150) problems.push('option value');
      }
      continue;
    }
    const most = Number(element.max_length ?? 3000);
    if (!(most >= 1 && most <= 3000)) problems.push('max_length');
    if (String(element.initial_value ?? '').length > most) problems.push('initial_value');
  }
  if (problems.length > 0) throw new SlackError('invalid_arguments', problems);
}
