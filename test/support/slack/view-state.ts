import type { Channel } from './shapes.ts';
import type { OpenForm } from './views.ts';

type Block = Readonly<Record<string, unknown>>;
export type FilledIn = Readonly<Record<string, string | readonly string[]>>;
/** A choice as it was offered, by its value. */
export type Offered = ReadonlyMap<string, object>;

export type Filling = {
  readonly form: OpenForm;
  readonly filled: FilledIn;
  readonly offered: Offered;
  readonly channelOf: (id: string) => Channel;
};

/** `view.state.values` once somebody has filled the boxes; what is not named keeps what stands in it at first. */
export function stateOf(filling: Filling): Readonly<Record<string, object>> {
  const { form, filled } = filling;
  const inputs = (form.view.blocks as readonly Block[]).filter(({ type }) => type === 'input');
  const unknown = Object.keys(filled).find((name) => !inputs.some(({ block_id }) => block_id === name));
  if (unknown !== undefined) throw new Error(`The form has no box ${unknown}.`);
  return Object.fromEntries(
    inputs.map((block) => {
      const element = block.element as Block;
      const name = String(block.block_id);
      const state = stateOfBox(name, element, filling);
      const isEmpty = Object.entries(state).every(
        ([key, value]) => key === 'type' || value === null || (Array.isArray(value) && value.length === 0),
      );
      if (isEmpty && block.optional !== true) throw new Error(`The form wants ${name}.`);
      return [name, { [String(element.action_id)]: state }];
    }),
  );
}

function stateOfBox(name: string, element: Block, { form, filled, offered, channelOf }: Filling): object {
  const { type } = element;
  const given = filled[name];
  const one = () => String(given ?? '');
  const many = () => (Array.isArray(given) ? (given as readonly string[]) : one() === '' ? [] : [one()]);
  switch (type) {
    case 'plain_text_input': {
      const typed = given === undefined ? String(element.initial_value ?? '') : one();
      if (typed.length > Number(element.max_length ?? 3000)) throw new Error(`${name} is too long.`);
      return { type, value: typed === '' ? null : typed };
    }
    case 'static_select': {
      if (given === undefined) return { type, selected_option: element.initial_option ?? null };
      const chosen = (element.options as readonly Block[]).find(({ value }) => value === one());
      if (chosen === undefined && one() !== '') throw new Error(`${name} has no choice "${one()}".`);
      return { type, selected_option: chosen ?? null };
    }
    case 'multi_users_select': {
      const selected_users = given === undefined ? (element.initial_users ?? []) : many();
      const most = Number(element.max_selected_items ?? Number.POSITIVE_INFINITY);
      if ((selected_users as readonly string[]).length > most) throw new Error(`${name} takes ${most}.`);
      return { type, selected_users };
    }
    case 'multi_external_select': {
      const initial = (element.initial_options ?? []) as readonly Block[];
      if (given === undefined) return { type, selected_options: initial };
      const chosen = many().map((value) => {
        const option = offered.get(value) ?? initial.find((candidate) => candidate.value === value);
        if (option === undefined) throw new Error(`${name} was not offered "${value}".`);
        return option;
      });
      return { type, selected_options: chosen };
    }
    case 'conversations_select': {
      const at = given === undefined ? initialConversation(element, form, channelOf) : one();
      return { type, selected_conversation: at === '' ? null : at };
    }
    default:
      throw new Error(`The stand-in fills in no ${String(type)}.`);
  }
}

/** "default_to_current_conversation" goes before "initial_conversation", where the filter has it. */
function initialConversation(
  element: Block,
  { channel }: OpenForm,
  channelOf: (id: string) => Channel,
): string {
  if (element.default_to_current_conversation !== true || channel === null) {
    return String(element.initial_conversation ?? '');
  }
  const { include = ['public', 'private', 'im'] } = (element.filter ?? {}) as { include?: readonly string[] };
  const { kind } = channelOf(channel);
  return include.includes(kind === 'direct' ? 'im' : kind) ? channel : '';
}

/** The conversation whose choice brings a response_url along. */
export function answerPlace(form: OpenForm, values: Readonly<Record<string, object>>): string | null {
  for (const block of form.view.blocks as readonly Block[]) {
    const element = block.element as Block | undefined;
    if (element?.response_url_enabled !== true) continue;
    const state = values[String(block.block_id)] as Readonly<Record<string, Block>> | undefined;
    const chosen = state?.[String(element.action_id)]?.selected_conversation;
    return typeof chosen === 'string' ? chosen : null;
  }
  return null;
}
