import type { ChatInputCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import type { Command } from '../../core/command.ts';
import { type FormField, filledForm } from '../form-fields.ts';
import type { ParsedCommand } from '../parse.ts';
import { formLimits } from './limits.ts';

const sign = 'form';

/** Shows a form for what may stand in no box of a slash command. It has to be the first answer, within 3 s. */
export async function showForm(
  interaction: ChatInputCommandInteraction,
  { command, action }: ParsedCommand,
  fields: readonly FormField[],
): Promise<void> {
  await interaction.showModal({
    custom_id: [sign, command.name, action.name].join(' '),
    title: `/${command.name}`.slice(0, formLimits.title),
    components: fields.slice(0, formLimits.fields).map(({ option, isSecret, value }) => ({
      type: 18,
      label: option.name.slice(0, formLimits.label),
      description: option.summary.slice(0, formLimits.description),
      component: {
        type: 4,
        custom_id: option.name,
        // Paragraph or one line.
        style: isSecret ? 2 : 1,
        required: isSecret,
        max_length: formLimits.value,
        ...(value === '' ? {} : { value: value.slice(0, formLimits.value) }),
      },
    })),
  });
}

/** Null when it is no form of ours, or of a command that is gone. */
export function readForm(
  { customId, fields }: ModalSubmitInteraction,
  commands: readonly Command[],
): ParsedCommand | null {
  const [found, command = '', action = ''] = customId.split(' ');
  if (found !== sign) return null;
  const filled = Object.fromEntries(
    fields.fields.map((field) => [field.customId, 'value' in field ? String(field.value) : '']),
  );
  return filledForm({ command, action }, filled, commands);
}
