import type { ButtonInteraction, ChatInputCommandInteraction, StringSelectMenuInteraction } from 'discord.js';
import { reasonOf, UserError } from '../../../core/errors.ts';
import { plainMessage } from '../../../core/message/plain-message.ts';
import type { Message } from '../../../core/message.ts';
import { inTime } from '../../../core/waiting/in-time.ts';
import { refusedMessage } from '../../../views/refused.ts';
import { mistakeMessage } from '../../asking/dispatch.ts';
import type { ParsedCommand } from '../../asking/parse.ts';
import { type Form, formButton, wantedForm } from '../../forms/form-fields.ts';
import { refusalOfForm } from '../../forms/form-gate.ts';
import type { AnswerWorld } from '../answering/answer.ts';
import { createSurface, type Deferred } from '../answering/surface.ts';
import { showForm } from '../forms/forms.ts';
import { composing } from '../rendering/compose.ts';
import { ephemeral } from '../rendering/payload.ts';
import { callerOf } from './caller.ts';

/** A form has to be the first answer, within 3 s, and the way to Discord is part of them. */
const fillMs = 1500;

/** Nobody waits longer for a form. */
const longestMs = 60_000;

type Filled =
  | { readonly kind: 'form'; readonly form: Form }
  | { readonly kind: 'said'; readonly message: Message };

const tooLong: Filled = {
  kind: 'said',
  message: plainMessage('What is set now could not be read in a minute. Ask again later.'),
};

/**
 * Asks with a form for what a command was called without. Where what stands in its boxes takes too long to read, a button for the
 * caller alone opens it.
 */
export async function answerWanted(
  interaction: ChatInputCommandInteraction,
  parsed: ParsedCommand,
  world: AnswerWorld,
): Promise<void> {
  const filling = fill(parsed, world);
  const inside = await inTime(filling, fillMs);
  const isShared = parsed.command.visibility === 'channel';
  if (inside?.kind === 'form') return showForm(interaction, inside.form, isShared, world);
  await interaction.deferReply({ flags: ephemeral });
  const filled = inside ?? (await inTime(filling, longestMs)) ?? tooLong;
  await sayAlone(interaction, filled.kind === 'said' ? filled.message : buttonMessage(filled.form), world);
}

/** To who asked, where that is deferred. */
async function sayAlone(interaction: Deferred, message: Message, world: AnswerWorld): Promise<void> {
  const surface = createSurface(interaction, null, world.layouts, true);
  await surface.put(composing(message, null, world));
}

/** Whether a form may be opened; where not it is answered with why. */
export async function mayOpen(
  interaction: ChatInputCommandInteraction | ButtonInteraction | StringSelectMenuInteraction,
  { command, action, values }: ParsedCommand,
  world: AnswerWorld,
): Promise<boolean> {
  const caller = callerOf(interaction, world.onlyGuild);
  const refused = await refusalOfForm({ command, action, values, caller }, world.services);
  if (refused === null) return true;
  await interaction.deferReply({ flags: ephemeral });
  await sayAlone(interaction, refusedMessage(refused), world);
  return false;
}

async function fill(parsed: ParsedCommand, { services, log }: AnswerWorld): Promise<Filled> {
  try {
    const form = await wantedForm(parsed, services);
    if (form !== null) return { kind: 'form', form };
    return { kind: 'said', message: plainMessage(`/${parsed.command.name} asks for nothing here.`) };
  } catch (thrown) {
    if (thrown instanceof UserError) return { kind: 'said', message: mistakeMessage(thrown) };
    log.error({ reason: reasonOf(thrown), command: parsed.command.name }, 'a form could not be filled');
    const words = 'What is set now could not be read, so there is no form. The log says why.';
    return { kind: 'said', message: plainMessage(words) };
  }
}

function buttonMessage(form: Form): Message {
  const { fields, title } = form;
  const button = formButton(form);
  const filled = Object.fromEntries(
    fields.filter(({ isSecret }) => !isSecret).map(({ option, value }) => [option.name, value]),
  );
  return {
    ...plainMessage(`${title}: the form is ready.`),
    buttons: [
      { ...button, label: `${title} ...`, values: { ...button.values, ...filled }, style: 'primary' },
    ],
  };
}
