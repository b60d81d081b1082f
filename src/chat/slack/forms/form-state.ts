import type { ViewOutput } from '@slack/bolt';
import type { Action } from '../../../core/command.ts';
import type { Values } from '../../../core/option.ts';
import { clearedValue } from '../../forms/form-fields.ts';
import { placeBlockId } from './form-boxes.ts';

type State = ViewOutput['state']['values'][string][string];
type Fields = Readonly<Record<string, unknown>>;

/** What an option's boxes say now and said when they were opened. */
type Filled = {
  /** Where a mistake in it is shown. */
  readonly blockId: string;
  readonly now: readonly string[];
  readonly before: readonly string[];
  /** Something of it has no box and stays, unless what has one was changed. */
  readonly isPart: boolean;
};

/** A form as it was sent: values by option, and the block of each. */
export type SentForm = {
  readonly values: Values;
  /** Options that had a value and were emptied. */
  readonly cleared: Values;
  readonly blockOf: ReadonlyMap<string, string>;
};

/** What was filled into the boxes that `boxesOf` made. */
export function sentForm(view: Pick<ViewOutput, 'blocks' | 'state'>, { options }: Action): SentForm {
  const boxes = boxesIn(view);
  const values: Record<string, string> = {};
  const cleared: Record<string, string> = {};
  for (const option of options) {
    const box = boxes.get(option.name);
    if (box === undefined) continue;
    const [now, before] = [box.now.join(' '), box.before.join(' ')];
    if (box.isPart && now === before) continue;
    values[option.name] = now;
    const emptied = now === '' && before !== '' ? clearedValue(option) : null;
    if (emptied !== null) cleared[option.name] = emptied;
  }
  return { values, cleared, blockOf: new Map([...boxes].map(([name, { blockId }]) => [name, blockId])) };
}

/** The channel that was chosen for the answer; null: none was; undefined: the form did not ask. */
export function chosenPlace({ state }: Pick<ViewOutput, 'state'>): string | null | undefined {
  const box = state.values[placeBlockId];
  return box === undefined ? undefined : (box.value?.selected_conversation ?? null);
}

function boxesIn({ blocks, state }: Pick<ViewOutput, 'blocks' | 'state'>): ReadonlyMap<string, Filled> {
  const boxes = new Map<string, Filled>();
  for (const { block_id: blockId = '', ...block } of blocks) {
    const [name = '', part = ''] = blockId.split(':');
    const states = Object.values(state.values[blockId] ?? {});
    if (name === '' || states.length === 0) continue;
    const known = boxes.get(name) ?? { blockId, now: [], before: [], isPart: false };
    boxes.set(name, {
      ...known,
      now: [...known.now, ...states.flatMap(wordsNow)],
      before: [...known.before, ...wordsBefore((block as Fields).element)],
      isPart: known.isPart || part === 'some',
    });
  }
  return boxes;
}

function wordsNow(state: State): readonly string[] {
  const { value, selected_option, selected_options, selected_users, selected_conversation } = state;
  return words({
    text: value ?? selected_option?.value,
    options: selected_options?.map((option) => option.value),
    users: selected_users,
    conversation: selected_conversation,
  });
}

function wordsBefore(element: unknown): readonly string[] {
  const { initial_value, initial_option, initial_options, initial_users, initial_conversation } =
    typeof element === 'object' && element !== null ? (element as Fields) : {};
  return words({
    text: initial_value ?? (initial_option as Fields | undefined)?.value,
    options: Array.isArray(initial_options) ? initial_options.map((option: Fields) => option.value) : [],
    users: initial_users,
    conversation: initial_conversation,
  });
}

/** Ids as the directory reads them. */
function words(said: {
  readonly text: unknown;
  readonly options: unknown;
  readonly users: unknown;
  readonly conversation: unknown;
}): readonly string[] {
  const texts = (value: unknown) =>
    (Array.isArray(value) ? value : [value]).filter(
      (item) => typeof item === 'string' && item !== '',
    ) as string[];
  return [
    ...texts(said.text),
    ...texts(said.options),
    ...texts(said.users).map((id) => `slack:${id}`),
    ...texts(said.conversation).map((id) => `slack:${id}`),
  ];
}
