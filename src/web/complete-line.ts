import { type Action, actionOf, type Command } from '../core/command.ts';
import { holdsToken } from '../core/files/open-token.ts';
import { comesAsList, type Option, suggestedFor } from '../core/option.ts';
import type { CommandServices } from '../core/services.ts';
import { visibleLine } from '../core/text/visible-text.ts';

/** `value` takes the place of what stands in the line from `from` to the caret; `detail` says what it is. */
export type Offer = { readonly value: string; readonly label: string; readonly detail: string };
export type Offers = { readonly from: number; readonly offers: readonly Offer[] };

const mostOffers = 12;
const longestLine = 4000;

type Suggest = CommandServices['suggest'];

/** What may come next in a line as it was typed up to the caret. */
export async function completeLine(
  line: string,
  commands: readonly Command[],
  suggest: Suggest,
): Promise<Offers> {
  const word = /\S*$/.exec(line)?.[0] ?? '';
  const nothing = { from: line.length, offers: [] };
  if (line.length > longestLine || holdsToken(line)) return nothing;
  const before = line
    .slice(0, line.length - word.length)
    .split(/\s+/)
    .filter((part) => part !== '');
  const offers = await offersFor(word, before, commands, suggest);
  const others = offers.filter(({ value }) => value.trimEnd() !== word);
  return { from: line.length - word.length, offers: others.slice(0, mostOffers).map(shown) };
}

async function offersFor(
  word: string,
  [name, ...rest]: readonly string[],
  commands: readonly Command[],
  suggest: Suggest,
): Promise<readonly Offer[]> {
  if (name === undefined) return commandOffers(word, commands);
  const plain = name.replace(/^\/+/, '').toLowerCase();
  const command = commands.find((candidate) => candidate.name === plain);
  const [first] = command?.actions ?? [];
  if (command === undefined || first === undefined) return [];
  if (first.name === '') return argumentOffers(first, word, rest, suggest);
  const [actionName] = rest;
  if (actionName === undefined) {
    const asDefault = command.firstIsDefault === true ? await argumentOffers(first, word, rest, suggest) : [];
    return [...actionOffers(word, command), ...asDefault];
  }
  const named = actionOf(command, actionName.toLowerCase());
  if (named !== null) return argumentOffers(named, word, rest.slice(1), suggest);
  return command.firstIsDefault === true ? argumentOffers(first, word, rest, suggest) : [];
}

/** By the beginning of the name first, then by any part of it. */
function commandOffers(typed: string, commands: readonly Command[]): readonly Offer[] {
  const wanted = typed.replace(/^\/+/, '').toLowerCase();
  const begin = commands.filter(({ name }) => name.startsWith(wanted));
  const hold = commands.filter(({ name }) => !name.startsWith(wanted) && name.includes(wanted));
  return [...begin, ...hold].map(({ name, summary }) => offer(`/${name} `, summary));
}

function actionOffers(typed: string, { actions }: Command): readonly Offer[] {
  return actions
    .filter(({ name }) => name.startsWith(typed.toLowerCase()))
    .map(({ name, summary }) => offer(`${name} `, summary));
}

async function argumentOffers(
  { options }: Action,
  word: string,
  given: readonly string[],
  suggest: Suggest,
): Promise<readonly Offer[]> {
  const typable = options.filter(({ kind }) => kind !== 'file' && kind !== 'password' && kind !== 'secret');
  const begun = namedIn(typable, word);
  if (begun !== null) {
    return valueOffers(begun.option, begun.value, word.slice(0, word.length - begun.value.length), suggest);
  }
  const last = given.at(-1)?.toLowerCase();
  const keyword = typable.find(({ keyword, name }) => keyword === true && name === last);
  if (keyword !== undefined) return valueOffers(keyword, word, '', suggest);
  const taken = new Set(given.flatMap((one) => namedIn(typable, one)?.option.name ?? []));
  const unnamed = given.filter((one) => namedIn(typable, one) === null).length;
  const positional = typable.filter((option) => option.positional === true && !taken.has(option.name));
  const next = positional[unnamed] ?? positional.find(({ rest }) => rest === true);
  const values = next === undefined ? [] : await valueOffers(next, word, '', suggest);
  const names = typable
    .filter((option) => option.positional !== true && !taken.has(option.name))
    .filter(({ name }) => name.startsWith(word.toLowerCase().replace(/^-+/, '')));
  return [...values, ...names.map(nameOffer)];
}

function nameOffer({ name, summary, example, keyword }: Option): Offer {
  const detail = example === undefined ? summary : `${summary}; such as ${example}`;
  return keyword === true ? offer(`${name} `, detail) : offer(`${name}:`, detail);
}

function namedIn(options: readonly Option[], word: string): { option: Option; value: string } | null {
  const match = /^-{0,2}([a-z]+)[:=](.*)$/is.exec(word);
  const option = options.find(({ name }) => name === match?.[1]?.toLowerCase());
  return match === null || option === undefined ? null : { option, value: match[2] ?? '' };
}

/** Of several in a list, "team=a,tier=1", the last one is being typed. */
async function valueOffers(
  option: Option,
  typed: string,
  lead: string,
  suggest: Suggest,
): Promise<readonly Offer[]> {
  const { choices, summary, kind } = option;
  if (choices !== undefined) {
    const begun = choices.filter((choice) => choice.toLowerCase().startsWith(typed.toLowerCase()));
    return begun.map((choice) => offer(`${lead}${choice} `, summary));
  }
  const offered = suggestedFor(option) ?? (kind === 'labels' ? 'label' : null);
  if (offered === null) return [];
  const comma = comesAsList(offered) ? typed.lastIndexOf(',') + 1 : 0;
  const found = await suggest(offered, typed.slice(comma), mostOffers);
  return found
    .filter(({ value }) => isTypable(value))
    .map(({ value, label }) => ({
      value: `${lead}${typed.slice(0, comma)}${/\s/.test(value) ? `"${value}"` : value} `,
      label: value,
      detail: offered === 'watched' ? 'watched' : withoutLead(label, value),
    }));
}

/** A label that begins with the value itself need not say it twice. */
function withoutLead(label: string, value: string): string {
  if (label === value) return '';
  return label.startsWith(`${value}: `) ? label.slice(value.length + 2) : label;
}

/** It has to be read again as it was written. */
function isTypable(value: string): boolean {
  return value !== '' && !/["“”\p{Cc}\p{Cf}]/u.test(value) && value.length <= 300;
}

function offer(value: string, detail: string): Offer {
  return { value, label: value.trimEnd(), detail };
}

function shown({ value, label, detail }: Offer): Offer {
  return { value, label: visibleLine(label), detail: visibleLine(detail).slice(0, 200) };
}
