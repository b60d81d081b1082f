import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalComponentData,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import type { Values } from '../../../core/option.ts';
import { type Form, formButton } from '../../forms/form-fields.ts';
import { clip } from '../../showing/clean-text.ts';
import type { AnswerWorld } from '../answering/answer.ts';
import { formIds } from '../rendering/buttons.ts';
import { oneLine } from '../rendering/escape.ts';
import { formLimits } from '../rendering/limits.ts';
import { boxOf, isFilled } from './form-boxes.ts';

/** Shows a form. It has to be the first answer, within 3 s. `isShared`: everybody is to see what comes of it. */
export async function showForm(
  interaction: ChatInputCommandInteraction | ButtonInteraction | StringSelectMenuInteraction,
  form: Form,
  isShared: boolean,
  { actions }: Pick<AnswerWorld, 'actions'>,
): Promise<void> {
  const title = clip(oneLine(form.title).trim(), formLimits.title);
  const hasServer = interaction.guildId !== null;
  const boxes = form.fields.slice(0, formLimits.fields).map((field) => boxOf(field, hasServer));
  const held = boxes.flatMap(({ component }) => (isFilled(component) ? [component.custom_id] : []));
  const modal = {
    custom_id: await formIds(formButton(form), held, isShared, actions),
    title: title === '' ? `/${form.command.name}` : title,
    components: boxes,
  };
  // Plain JSON is what the library sends on; its types only know its own enums.
  await interaction.showModal(modal as unknown as ModalComponentData);
}

/** What was filled in, chosen or picked, by option. */
export function filledIn({ fields }: ModalSubmitInteraction): Values {
  return Object.fromEntries(
    fields.fields.map((field) => {
      if ('value' in field) return [field.customId, String(field.value)];
      const picked = 'values' in field ? field.values : [];
      const roles = 'roles' in field ? field.roles : undefined;
      const words = picked.map((id) => {
        switch (Number(field.type)) {
          case 7:
            return roles?.has(id) === true ? `<@&${id}>` : `<@${id}>`;
          case 8:
            return `<#${id}>`;
          default:
            return id;
        }
      });
      return [field.customId, words.join(' ')];
    }),
  );
}
