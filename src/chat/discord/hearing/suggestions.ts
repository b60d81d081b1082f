import type { ApplicationCommandOptionChoiceData, AutocompleteInteraction } from 'discord.js';
import { actionOf, type Command } from '../../../core/command.ts';
import { comesAsList, type Suggestion, suggestedFor } from '../../../core/option.ts';
import { inTime } from '../../../core/waiting/in-time.ts';
import { clip } from '../../showing/clean-text.ts';
import type { AnswerWorld } from '../answering/answer.ts';
import { readRefusal } from '../api/refusal.ts';
import { oneLine } from '../rendering/escape.ts';
import { commandLimits } from '../rendering/limits.ts';

type Choice = ApplicationCommandOptionChoiceData<string>;

/** Discord waits 3 s, a person who types a good deal less. */
const patienceMs = 1500;

/** Whoever types for longer than that knows what they want. */
const longestTyped = 300;

/** Offers what may be meant. Never rejects: without an answer the list stays empty, and typing goes on. */
export async function answerAutocomplete(
  interaction: AutocompleteInteraction,
  { commands, services, log }: Pick<AnswerWorld, 'commands' | 'services' | 'log'>,
): Promise<void> {
  try {
    const focused = interaction.options.getFocused(true);
    const subcommand = interaction.options.getSubcommand(false) ?? '';
    const option = optionOf(commands, interaction.commandName, subcommand, focused.name);
    const kind = option === undefined ? null : suggestedFor(option);
    const typed = String(focused.value).slice(0, longestTyped);
    const { before, last } = comesAsList(kind) ? lastOfList(typed) : { before: '', last: typed };
    const reading = kind === null ? [] : services.suggest(kind, last, commandLimits.choices);
    const found = (await inTime(Promise.resolve(reading), patienceMs)) ?? [];
    await interaction.respond(choicesFrom(found, before));
  } catch (thrown) {
    // Each key asks anew, and an answer that comes too late is refused: nothing to wake anybody for.
    log.debug(readRefusal(thrown), 'nothing was offered while somebody typed');
  }
}

function optionOf(commands: readonly Command[], name: string, subcommand: string, option: string) {
  const command = commands.find((candidate) => candidate.name === name);
  const action = command === undefined ? null : actionOf(command, subcommand);
  return action?.options.find((candidate) => candidate.name === option);
}

/** "team=pay, ti" is about "ti": what stands before it stays. */
function lastOfList(typed: string): { readonly before: string; readonly last: string } {
  const [before = ''] = /^.*[,\s]/s.exec(typed) ?? [];
  return { before, last: typed.slice(before.length) };
}

/**
 * As Discord takes them: 25 at most, names and values of 1 to 100 characters, no value twice. A value that is longer cannot be
 * offered: cut off it would mean something else.
 */
export function choicesFrom(suggestions: readonly Suggestion[], before = ''): readonly Choice[] {
  const choices = new Map<string, Choice>();
  for (const suggestion of suggestions) {
    const value = before + suggestion.value;
    // What holds more than one sees is not to be put into a line by a click.
    const isPlain = value === oneLine(value) && value.trim() !== '';
    if (!isPlain || value.length > commandLimits.choice || choices.has(value)) continue;
    const shown = oneLine(before + suggestion.label).trim();
    choices.set(value, { name: clip(shown === '' ? value : shown, commandLimits.choice), value });
  }
  return [...choices.values()].slice(0, commandLimits.choices);
}
