import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from 'discord.js';
import { actionOf, type Command } from '../../../core/command.ts';
import { buttonForm, filledForm, secretForm } from '../../forms/form-fields.ts';
import { type AnswerWorld, answer } from '../answering/answer.ts';
import type { Deferred } from '../answering/surface.ts';
import { isAnsweredElsewhere, readRefusal } from '../api/refusal.ts';
import { filledIn, showForm } from '../forms/forms.ts';
import { type Press, pressFrom, selectId, targetFrom } from '../rendering/buttons.ts';
import { ephemeral } from '../rendering/payload.ts';
import { callerOf } from './caller.ts';
import { givenTo } from './given.ts';
import { answerAutocomplete } from './suggestions.ts';
import { answerWanted, mayOpen } from './wanted.ts';

const unknownCommand =
  'Notafter does not know this command any more. Its commands have to be registered again (npm run register).';
const unknownButton = 'This button is no longer known. Type the command instead; /help lists them.';

/** A button, or an option of a select: both stand for a command. */
type Pressed = ButtonInteraction | StringSelectMenuInteraction;

/**
 * Answers a slash command, a press, a form, or somebody who is typing. The first thing said is always the deferral: Discord
 * drops an interaction that is not acknowledged in 3 s. Never rejects.
 */
export async function answerInteraction(
  interaction: Interaction,
  world: AnswerWorld,
  signal: AbortSignal,
): Promise<void> {
  try {
    if (interaction.isChatInputCommand()) await answerCommand(interaction, world, signal);
    else if (interaction.isAutocomplete()) await answerAutocomplete(interaction, world);
    else if (interaction.isButton()) await answerPress(interaction, interaction.customId, world, signal);
    else if (interaction.isStringSelectMenu()) await answerChoice(interaction, world, signal);
    else if (interaction.isModalSubmit()) await answerForm(interaction, world, signal);
  } catch (thrown) {
    const refusal = readRefusal(thrown);
    if (isAnsweredElsewhere(refusal)) {
      world.log.warn(refusal, 'an interaction was over 3 s old, or another process had answered it');
    } else world.log.error(refusal, 'an interaction was not answered');
  }
}

async function answerCommand(
  interaction: ChatInputCommandInteraction,
  world: AnswerWorld,
  signal: AbortSignal,
): Promise<void> {
  const command = world.commands.find((candidate) => candidate.name === interaction.commandName);
  const action =
    command === undefined ? null : actionOf(command, interaction.options.getSubcommand(false) ?? '');
  if (command === undefined || action === null) {
    await interaction.reply({ content: unknownCommand, flags: ephemeral });
    return;
  }
  const { values, files, isDelicate } = givenTo(action, interaction, world.apiUrl);
  const secret = secretForm({ command, action, values });
  // Such a form is only ever about what nobody else may see.
  const parsed = { command, action, values };
  if (secret !== null && !isDelicate) {
    if (await mayOpen(interaction, parsed, world)) await showForm(interaction, secret, false, world);
    return;
  }
  const isWanted = files.length === 0 && !isDelicate && action.form?.isWanted(values) === true;
  if (isWanted) {
    if (await mayOpen(interaction, parsed, world)) await answerWanted(interaction, parsed, world);
    return;
  }
  // Who sees an answer is fixed here, before anything is read.
  const isPrivate = command.visibility === 'caller' || isDelicate;
  await interaction.deferReply(isPrivate ? { flags: ephemeral } : {});
  const audience =
    command.visibility === 'channel' && isDelicate ? 'told by the answer' : isPrivate ? 'caller' : 'channel';
  const handover = { files, way: 'upload', remark: null } as const;
  const request = {
    command,
    action,
    values,
    caller: callerOf(interaction, world.onlyGuild),
    signal,
    handover,
  };
  await answer(interaction, { request, audience, renewed: null }, world);
}

/** As private as the form, and as the message it came from. */
async function answerForm(
  interaction: ModalSubmitInteraction,
  world: AnswerWorld,
  signal: AbortSignal,
): Promise<void> {
  const { customId, message } = interaction;
  const isShared = pressFrom(customId) === 'ask channel' && message?.flags.has(ephemeral) !== true;
  await interaction.deferReply(isShared ? {} : { flags: ephemeral });
  const target = await targetFrom(customId, world.commands, world.actions);
  if (target === null) {
    await sayPrivately(interaction, unknownCommand, isShared);
    return;
  }
  const parsed = filledForm(target, filledIn(interaction), target.held);
  const request = { ...parsed, caller: callerOf(interaction, world.onlyGuild), signal };
  await answer(interaction, { request, audience: isShared ? 'channel' : 'caller', renewed: null }, world);
}

/** What is chosen is the id of a button. */
async function answerChoice(
  interaction: StringSelectMenuInteraction,
  world: AnswerWorld,
  signal: AbortSignal,
): Promise<void> {
  const [chosen = ''] = interaction.customId === selectId ? interaction.values : [];
  await answerPress(interaction, chosen, world, signal);
}

async function answerPress(
  interaction: Pressed,
  customId: string,
  world: AnswerWorld,
  signal: AbortSignal,
): Promise<void> {
  const press = pressFrom(customId);
  if (press === null) {
    await interaction.reply({ content: unknownButton, flags: ephemeral });
    return;
  }
  if (press === 'ask channel' || press === 'ask caller') {
    await answerAsking(interaction, customId, press, world);
    return;
  }
  if (press === 'update') await interaction.deferUpdate();
  else await interaction.deferReply(press === 'caller' ? { flags: ephemeral } : {});
  const target = await targetFrom(customId, world.commands, world.actions);
  if (target === null) {
    await sayPrivately(interaction, unknownButton, press === 'channel');
    return;
  }
  const { command, action, values } = target;
  const request = { command, action, values, caller: callerOf(interaction, world.onlyGuild), signal };
  const audience = isPrivate(interaction, press === 'caller', command) ? 'caller' : 'channel';
  const renewed = press === 'update' ? interaction.message : null;
  await answer(interaction, { request, audience, renewed }, world);
}

/** A form cannot be shown after a deferral, so what it is about is looked up before: in a store next door. */
async function answerAsking(
  interaction: Pressed,
  customId: string,
  press: Press,
  world: AnswerWorld,
): Promise<void> {
  const target = await targetFrom(customId, world.commands, world.actions);
  const form = target === null ? null : buttonForm(target, target.asks, labelOf(interaction, customId));
  if (target === null || form === null) {
    await interaction.reply({ content: unknownButton, flags: ephemeral });
    return;
  }
  if (await mayOpen(interaction, target, world))
    await showForm(interaction, form, press === 'ask channel', world);
}

/** There is no component for an id that was forged, whatever the types say. */
function labelOf(
  { component }: { readonly component: Pressed['component'] | null },
  customId: string,
): string {
  if (component === null || component === undefined) return '';
  if ('label' in component) return component.label ?? '';
  if (!('options' in component)) return '';
  return component.options.find(({ value }) => value === customId)?.label ?? '';
}

/** What follows an update is as private as the message the button stands in. */
function isPrivate(interaction: Pressed, toCaller: boolean, command: Command): boolean {
  return toCaller || command.visibility === 'caller' || interaction.message.flags.has(ephemeral);
}

/** A public "thinking ..." has to go first: the follow-up to an unedited deferral would take its place in public. */
async function sayPrivately(interaction: Deferred, content: string, isPublic: boolean): Promise<void> {
  if (isPublic) await interaction.deleteReply();
  await interaction.followUp({ content, flags: ephemeral });
}
