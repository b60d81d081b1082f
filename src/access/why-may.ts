import { needsOf } from '../core/access/needs.ts';
import type { Standing } from '../core/access/standing.ts';
import type { Action } from '../core/command.ts';
import type { Values } from '../core/option.ts';
import type { Caller } from '../core/people.ts';
import { isMeant, mayRun, rankOf } from './may-run.ts';
import { isMeant as isOpenTo } from './networks-for.ts';
import type { AccessRules } from './rules.ts';

export type AskedWhy = {
  readonly command: string;
  readonly action: Pick<Action, 'name' | 'needs'>;
  readonly values: Values;
  readonly caller: Caller;
  readonly standing: Standing;
};

/** What a file says of one run, by the same decision as when it is really asked, and which lines say so. */
export type Why = {
  readonly allowed: boolean;
  readonly lines: readonly string[];
  readonly networks: readonly string[];
};

export function whyMay(
  { command, action, values, caller, standing }: AskedWhy,
  rules: AccessRules,
  lineOf: (path: readonly PropertyKey[]) => number,
): Why {
  const name = `${command} ${action.name}`.trim();
  const ruled = [name, command].find((key) => rules.commands.has(key));
  const needs = (ruled === undefined ? undefined : rules.commands.get(ruled)) ?? needsOf(action, values);
  const verdict = mayRun({ name: `/${name}`, needs, caller }, standing, rules);
  const by =
    ruled === undefined
      ? 'as it is where the file says nothing of it'
      : `line ${lineOf(['commands', ruled])}`;
  const listed = [...rules.roles].flatMap(([role, subjects]) =>
    subjects.flatMap((subject, index) =>
      isMeant(subject, caller, standing)
        ? [`They are listed as ${role}: line ${lineOf([role, index])}.`]
        : [],
    ),
  );
  const reach = { place: caller.place, rank: rankOf(caller, standing, rules) };
  const open = rules.networks.flatMap((rule, index) => (isOpenTo(rule, reach) ? [{ rule, index }] : []));
  return {
    allowed: verdict.allowed,
    lines: [
      `/${name} is for ${needs === 'anyone' ? 'anyone' : `${needs}s`} (${by}).`,
      ...listed,
      ...(verdict.allowed ? [] : [`${verdict.what}. ${verdict.why}`]),
      ...open.map(
        ({ rule, index }) =>
          `Open to them there: ${rule.allow.join(', ')} (line ${lineOf(['networks', index])}).`,
      ),
      ...(open.length === 0
        ? ['No internal network is open to them there but those of ALLOWED_NETWORKS.']
        : []),
    ],
    networks: open.flatMap(({ rule }) => rule.allow),
  };
}
