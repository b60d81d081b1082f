import type { types } from '@slack/bolt';
import type { FormField } from '../../forms/form-fields.ts';
import type { Group } from '../people/groups.ts';
import { formLimits } from '../rendering/limits.ts';
import { plainLine } from '../rendering/safe-text.ts';

export const groupsActionId = 'groups';
/** The box of a form that asks where to answer; no option is called so. */
export const placeBlockId = ':place';

/** Where a form is opened from, as far as its boxes have to know. */
export type Setting = {
  readonly groups: readonly Group[];
  /** Whether "here" is a channel. */
  readonly isInChannel: boolean;
};

/** An option is a box; who is called are two, since Slack's picker of people knows no user groups. */
export function boxesOf(field: FormField, setting: Setting): readonly types.InputBlock[] {
  switch (field.option.kind) {
    case 'owners':
      return ownerBoxes(field, setting);
    case 'channel':
      return [channelBox(field, setting)];
    case 'text':
    case 'target':
    case 'address':
    case 'labels':
    case 'duration':
    case 'choice':
    case 'file':
    case 'password':
    case 'secret':
      return [box(field, field.option.name, selectElement(field) ?? textElement(field))];
  }
}

/** Where the answer goes: the channel that is looked at, unless another is chosen. */
export function placeBox(): types.InputBlock {
  return {
    type: 'input',
    block_id: placeBlockId,
    optional: true,
    label: plain('Answer in', formLimits.label),
    hint: plain(
      'Everybody there sees the answer. Left empty, it comes to you alone, as a message of Notafter.',
      formLimits.label,
    ),
    element: {
      type: 'conversations_select',
      action_id: 'value',
      default_to_current_conversation: true,
      response_url_enabled: true,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
    },
  };
}

function box(
  field: FormField,
  blockId: string,
  element: types.InputBlock['element'],
  more = '',
): types.InputBlock {
  const { option, isRequired } = field;
  const hint = [hintOf(field), more].filter((part) => part !== '').join(' ');
  return {
    type: 'input',
    block_id: blockId,
    optional: !isRequired,
    label: plain(named(option.name), formLimits.label),
    ...(hint === '' ? {} : { hint: plain(hint, formLimits.label) }),
    element,
  };
}

function hintOf({ option: { summary, example, kind } }: FormField): string {
  const isTyped = kind !== 'owners' && kind !== 'channel' && kind !== 'choice';
  return isTyped && example !== undefined && summary !== '' ? `${summary}; like ${example}` : summary;
}

const mostPicked = 20;

function ownerBoxes(field: FormField, { groups }: Setting): readonly types.InputBlock[] {
  const { option, isRequired, value } = field;
  const words = value.split(/[\s,]+/).filter((word) => word !== '' && word !== 'none');
  const ids = words.map(
    (word) => /^(?:slack:|<@|<!subteam\^)([UWS][A-Z0-9]{2,20})\b/.exec(word)?.[1] ?? null,
  );
  const people = ids.filter((id) => id !== null && !id.startsWith('S')) as string[];
  const picked = ids.flatMap((id) => (id?.startsWith('S') ? [groupChoice(id, groups)] : []));
  const others = words.filter((_, at) => ids[at] === null);
  const stay =
    others.length === 0 ? '' : `Also ${others.join(', ')}: they stay, unless you change who is picked here.`;
  // Somebody is wanted, but in either box.
  const either: FormField = { ...field, isRequired: false };
  const blockId = others.length === 0 ? option.name : `${option.name}:some`;
  return [
    box(
      { ...either, option: { ...option, name: `${option.name}: people` } },
      blockId,
      {
        type: 'multi_users_select',
        action_id: 'people',
        max_selected_items: mostPicked,
        placeholder: plain('Pick people', formLimits.placeholder),
        ...(people.length === 0 ? {} : { initial_users: people.slice(0, mostPicked) }),
      },
      [isRequired ? 'Somebody, or a group below, is needed.' : '', stay].join(' ').trim(),
    ),
    {
      type: 'input',
      block_id: `${option.name}:groups`,
      optional: true,
      label: plain(named(`${option.name}: groups`), formLimits.label),
      element: {
        type: 'multi_external_select',
        action_id: groupsActionId,
        min_query_length: 0,
        max_selected_items: mostPicked,
        placeholder: plain('Pick user groups', formLimits.placeholder),
        ...(picked.length === 0 ? {} : { initial_options: picked.slice(0, mostPicked) }),
      },
    },
  ];
}

/** A user group to pick. Its name may hold anything. */
export function groupChoice(id: string, groups: readonly Group[]): types.PlainTextOption {
  const handle = groups.find((group) => group.id === id)?.handle ?? id;
  return { text: plain(`@${handle.replace(/^@+/, '')}`, formLimits.choice), value: `slack:${id}` };
}

function channelBox(field: FormField, { isInChannel }: Setting): types.InputBlock {
  const id = /^(?:slack:|<#)([CG][A-Z0-9]{2,20})\b/.exec(field.value)?.[1];
  const stays =
    field.value === '' || id !== undefined ? '' : `Now ${field.value}: it stays, unless one is picked.`;
  const isHere = field.value === '' && isInChannel;
  return box(
    field,
    field.option.name,
    {
      type: 'conversations_select',
      action_id: 'value',
      placeholder: plain('Pick a channel', formLimits.placeholder),
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(id === undefined ? {} : { initial_conversation: id }),
      ...(isHere ? { default_to_current_conversation: true } : {}),
    },
    stays,
  );
}

/** Null where there is nothing to choose from, or too much. */
function selectElement({ option: { choices = [] }, value }: FormField): types.StaticSelect | null {
  const fits = choices.every(
    (choice) => choice !== '' && choice.length <= formLimits.choice && choice.isWellFormed(),
  );
  if (choices.length === 0 || choices.length > formLimits.choices || !fits) return null;
  const options = choices.map((choice) => ({ text: plain(choice, formLimits.choice), value: choice }));
  const initial = options.find((option) => option.value === value);
  return {
    type: 'static_select',
    action_id: 'value',
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

function textElement({ isSecret, value }: FormField): types.PlainTextInput {
  const shown = plainLine(value).slice(0, formLimits.value);
  return {
    type: 'plain_text_input',
    action_id: 'value',
    multiline: isSecret,
    max_length: formLimits.value,
    ...(shown === '' ? {} : { initial_value: shown }),
  };
}

function named(option: string): string {
  return `${option.charAt(0).toUpperCase()}${option.slice(1)}`;
}

/** Words of ours or of strangers on one line; never empty, since Slack refuses that. */
export function plain(text: string, most: number): types.PlainTextElement {
  const line = plainLine(text).trim() || '-';
  const shown =
    line.length <= most ? line : `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
  return { type: 'plain_text', text: shown, emoji: false };
}
