import type { Arguments } from './check-message.ts';
import { SlackError } from './shapes.ts';
import { problemsOfView, toMessages } from './validate.ts';
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
      const problems = problemsOfView(view);
      if (problems.length > 0) throw new SlackError('invalid_arguments', toMessages(problems));
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
