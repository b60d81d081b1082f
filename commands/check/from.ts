import type { Wish } from '../../src/core/depth.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Message } from '../../src/core/message.ts';
import type { Option, Values } from '../../src/core/option.ts';
import type { CommandServices } from '../../src/core/services.ts';
import type { Target } from '../../src/core/target.ts';
import { joined } from '../../src/core/text/joined.ts';
import { typedWord } from '../../src/core/text/typed-word.ts';
import { comparedDiagnosis } from '../../src/core/vantages/as-diagnosis.ts';
import { compareVoices } from '../../src/core/vantages/compare.ts';
import { vantageKey } from '../../src/core/vantages/member.ts';
import type { Vantages } from '../../src/core/vantages/vantages.ts';
import { ticking } from '../../src/core/waiting/ticking.ts';
import { comparisonMessage } from '../../src/views/vantages/comparison.ts';
import { waitingMessage } from '../../src/views/vantages/waiting.ts';

export const fromOption = {
  name: 'from',
  kind: 'text',
  suggests: 'vantage',
  summary: 'look from these places and compare: names of vantages, or all; here is this one',
  example: 'eu-1,us-1',
} as const satisfies Option;

/** Nobody reads a comparison of more. */
const mostVantages = 8;

/** The places that were named; null: none were. UserError when one of them is not there. */
export async function vantagesFrom(
  { from = '' }: Values,
  vantages: Vantages,
): Promise<readonly string[] | null> {
  const typed = from.split(/[\s,]+/).filter((name) => name !== '');
  if (typed.length === 0) return null;
  const isHere = (name: string) => [vantageKey(vantages.own), 'here'].includes(vantageKey(name));
  if (typed.every(isHere)) return [vantages.own];
  if (!vantages.shared) throw alone(typed.find((name) => !isHere(name)) ?? '', vantages);
  const living = await vantages.names();
  if (typed.some((name) => vantageKey(name) === 'all')) return bounded(living);
  const named = typed.map((name) => {
    if (isHere(name)) return vantages.own;
    const found = living.find((one) => vantageKey(one) === vantageKey(name));
    if (found === undefined) throw unknown(name, living);
    return found;
  });
  return bounded([...new Set(named)]);
}

function bounded(names: readonly string[]): readonly string[] {
  if (names.length <= mostVantages) return names;
  throw new UserError(
    `That is ${names.length} vantages; at most ${mostVantages} are compared. Name some of: ${names.join(', ')}.`,
  );
}

function unknown(name: string, living: readonly string[]): UserError {
  const others = living.length === 1 ? 'No other is alive now' : `Alive now: ${joined(living)}`;
  return new UserError(
    `No vantage "${typedWord(name, 40)}" is alive. ${others}. A worker with VANTAGE=${setting(name)} on the same DATABASE_URL would be one.`,
  );
}

function alone(name: string, { own }: Vantages): UserError {
  const place = name.toLowerCase() === 'all' ? 'eu-1' : setting(name);
  return new UserError(
    `There is no vantage but this one ("${own}"). Others are asked over a database that all of them share: set DATABASE_URL (PostgreSQL) here and there, and VANTAGE=${place} there.`,
  );
}

/** What was typed, where it could be a name at all. */
function setting(name: string): string {
  return /^[a-z0-9][a-z0-9._-]{0,39}$/i.test(name) ? name : 'eu-1';
}

/** Looks from each of these places, shows who has answered meanwhile, and compares. */
export function checkFrom(
  target: Target,
  names: readonly string[],
  wishes: readonly Wish[],
  { vantages, now }: Pick<CommandServices, 'vantages' | 'now'>,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  return ticking<Message>(
    async (show, nowMs) => {
      const at = now();
      const begunMs = nowMs();
      const voices = await vantages.look(target, names, {
        ...{ depth: 'all', wishes, signal },
        onChange: (waiting) => show((drawnMs) => waitingMessage(target, waiting, drawnMs - begunMs)),
      });
      const elapsedMs = Math.round(nowMs() - begunMs);
      return comparisonMessage(comparedDiagnosis(compareVoices(voices), { target, wishes, at, elapsedMs }));
    },
    { signal },
  );
}
