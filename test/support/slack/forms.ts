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
        const typed = filled[name] ?? String(element.initial_value ?? '');
        if (typed === '' && block.optional !== true) throw new Error(`The form wants ${name}.`);
        if (typed.length > Number(element.max_length ?? 3000))
          throw new Error(`${name} is too long for its box.`);
        const value = { type: 'plain_text_input', value: typed === '' ? null : typed };
        return [name, { [String(element.action_id)]: value }];
      });
      return { id, team_id: workspace.teamId, ...view, state: { values: Object.fromEntries(values) } };
    },
  };
}

/** Limits of "Views", "Input block" and "Plain-text input". */
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
    if (block.type !== 'input' || element.type !== 'plain_text_input') problems.push('block');
    text('label', block.label, 2000);
    if (block.hint !== undefined) text('hint', block.hint, 2000);
    const most = Number(element.max_length ?? 3000);
    if (!(most >= 1 && most <= 3000)) problems.push('max_length');
    if (String(element.initial_value ?? '').length > most) problems.push('initial_value');
  }
  if (problems.length > 0) throw new SlackError('invalid_arguments', problems);
}
