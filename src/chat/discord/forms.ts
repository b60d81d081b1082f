import type { ButtonInteraction, ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Values } from '../../core/command.ts';
import { type Form, type FormField, formButton } from '../form-fields.ts';
import type { AnswerWorld } from './answer.ts';
import { formIds } from './buttons.ts';
import { formLimits } from './limits.ts';

/** Shows a form. It has to be the first answer, within 3 s. `isShared`: everybody is to see what comes of it. */
export async function showForm(
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  form: Form,
  isShared: boolean,
  { actions }: AnswerWorld,
): Promise<void> {
  await interaction.showModal({
    custom_id: await formIds(formButton(form), isShared, actions),
    title: clip(form.title, formLimits.title),
    components: form.fields.slice(0, formLimits.fields).map((field) => ({
      type: 18,
      label: clip(field.option.name, formLimits.label),
      ...(field.option.summary === ''
        ? {}
        : { description: clip(field.option.summary, formLimits.description) }),
      component: peopleJson(field) ?? selectJson(field) ?? inputJson(field),
    })),
  });
}

/** A typed name finds nobody on Discord, so people and roles are picked. Null for everything else. */
function peopleJson({ option: { name, kind }, isRequired }: FormField) {
  if (kind !== 'owners') return null;
  return { type: 7 as const, custom_id: name, required: isRequired, max_values: formLimits.people };
}

/** Null where there is nothing to choose from, or too much. */
function selectJson({ option: { name, choices = [] }, isRequired, value }: FormField) {
  const fits = choices.every((choice) => choice !== '' && choice.length <= formLimits.choice);
  if (choices.length === 0 || choices.length > formLimits.choices || !fits) return null;
  return {
    type: 3 as const,
    custom_id: name,
    required: isRequired,
    options: choices.map((choice) => ({
      label: choice,
      value: choice,
      ...(choice === value ? { default: true } : {}),
    })),
  };
}

function inputJson({ option, isSecret, isRequired, value }: FormField) {
  return {
    type: 4 as const,
    custom_id: option.name,
    // Paragraph or one line.
    style: isSecret ? 2 : 1,
    required: isRequired,
    max_length: formLimits.value,
    ...(value === '' ? {} : { value: value.slice(0, formLimits.value) }),
  };
}

/** What was filled in or chosen, by option. */
export function filledIn({ fields }: ModalSubmitInteraction): Values {
  return Object.fromEntries(
    fields.fields.map((field) => {
      if ('value' in field) return [field.customId, String(field.value)];
      const roles = 'roles' in field ? field.roles : undefined;
      const isPeople = roles !== undefined || ('users' in field && field.users !== undefined);
      const words = field.values.map((id) => {
        if (!isPeople) return id;
        return roles?.has(id) === true ? `<@&${id}>` : `<@${id}>`;
      });
      return [field.customId, words.join(' ')];
    }),
  );
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}\u2026`;
}
