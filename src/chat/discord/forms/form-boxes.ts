import type { FormField } from '../../forms/form-fields.ts';
import { clip } from '../../showing/clean-text.ts';
import { oneLine } from '../rendering/escape.ts';
import { formLimits } from '../rendering/limits.ts';

/** A kind of channel an alarm can go to: text, voice, announcements, threads, stage, forum, media ("Channel Types"). */
const channelTypes = [0, 2, 5, 10, 11, 12, 13, 15, 16];

/**
 * One box with its label ("Label", type 18). `hasServer`: there are roles and channels to pick from, which there are none of
 * in direct messages.
 */
export function boxOf(field: FormField, hasServer: boolean) {
  const { name, summary } = field.option;
  const description = clip(oneLine(summary).trim(), formLimits.description);
  const label = clip(oneLine(name).trim(), formLimits.label);
  return {
    type: 18,
    label: label === '' ? '...' : label,
    ...(description === '' ? {} : { description }),
    // What is secret stands in no list to pick from.
    component:
      (field.isSecret ? null : (peopleBox(field) ?? channelBox(field, hasServer) ?? choiceBox(field))) ??
      textBox(field),
  };
}

/** Whether something stands in it when the form is shown. */
export function isFilled(box: ReturnType<typeof boxOf>['component']): boolean {
  return 'value' in box || 'default_values' in box;
}

/**
 * A typed name finds nobody on Discord, so people and roles are picked. Null for everything else, and where somebody stands in
 * it already who cannot be picked here: somebody of another platform would be lost.
 */
function peopleBox({ option: { name, kind }, isRequired, value }: FormField) {
  if (kind !== 'owners') return null;
  const there = pickedIn(value, /^(?:<@!?(&)?(\d{1,20})>|discord:(&)?(\d{1,20}))$/);
  if (there === null || there.length > formLimits.people) return null;
  const defaults = there.map(([, pickedSign, picked, typedSign, typed]) => ({
    id: picked ?? typed ?? '',
    type: (pickedSign ?? typedSign) === '&' ? ('role' as const) : ('user' as const),
  }));
  return {
    type: 7 as const,
    custom_id: name,
    ...bounds(isRequired, formLimits.people),
    ...(defaults.length === 0 ? {} : { default_values: defaults }),
  };
}

function channelBox({ option: { name, kind }, isRequired, value }: FormField, hasServer: boolean) {
  if (kind !== 'channel' || !hasServer) return null;
  const there = pickedIn(value, /^(?:<#(\d{1,20})>|discord:(\d{1,20}))$/);
  if (there === null || there.length > 1) return null;
  const defaults = there.map(([, picked, typed]) => ({
    id: picked ?? typed ?? '',
    type: 'channel' as const,
  }));
  return {
    type: 8 as const,
    custom_id: name,
    channel_types: channelTypes,
    ...bounds(isRequired, 1),
    ...(defaults.length === 0 ? {} : { default_values: defaults }),
  };
}

/** Null when a word is none of those that can be picked. */
function pickedIn(value: string, form: RegExp): readonly RegExpExecArray[] | null {
  const words = value.split(/[\s,]+/).filter((word) => word !== '');
  const found = words.map((word) => form.exec(word)).filter((match) => match !== null);
  return found.length === words.length ? found : null;
}

/** Null where there is nothing to choose from, or too much. */
function choiceBox({ option: { name, choices = [] }, isRequired, value }: FormField) {
  const fits = choices.every(
    (choice) => choice.trim() !== '' && choice.length <= formLimits.choice && choice === oneLine(choice),
  );
  const isList = choices.length > 0 && choices.length <= formLimits.choices;
  if (!isList || !fits || new Set(choices).size !== choices.length) return null;
  return {
    type: 3 as const,
    custom_id: name,
    ...bounds(isRequired, 1),
    options: choices.map((choice) => ({
      label: choice,
      value: choice,
      ...(choice === value ? { default: true } : {}),
    })),
  };
}

/** What is longer than the box would come back cut off, and so stays out of it: an empty box changes nothing. */
function textBox({ option: { name, example }, isSecret, isRequired, value }: FormField) {
  const shown = isSecret ? '' : value.toWellFormed().replace(/\u0000/g, '');
  const hint = example === undefined || isSecret ? '' : clip(oneLine(example), formLimits.placeholder);
  return {
    type: 4 as const,
    custom_id: name,
    // Paragraph or one line; one line cannot hold two.
    style: isSecret || /[\r\n]/.test(shown) ? 2 : 1,
    required: isRequired,
    ...(isRequired ? { min_length: 1 } : {}),
    max_length: formLimits.value,
    ...(hint === '' ? {} : { placeholder: hint }),
    ...(shown === '' || shown.length > formLimits.value ? {} : { value: shown }),
  };
}

/** A select that may stay empty has a least of none ("Select Menus"). */
function bounds(isRequired: boolean, most: number) {
  return { required: isRequired, min_values: isRequired ? 1 : 0, max_values: most };
}
