import type { Action } from '../../src/core/command.ts';
import type { Button } from '../../src/core/message.ts';
import { type Mention, mentionText } from '../../src/core/people.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { scopeKey } from '../../src/core/watch/policy/policy.ts';
import { ownersOf } from '../../src/core/watch/policy/rule.ts';
import { gatherPage } from '../../src/core/watch/watch-page.ts';
import { ownersChangedMessage, ownersMessage, ownersOverviewMessage } from '../../src/views/watch/owners.ts';
import { addressOption, clientOption } from '../options.ts';
import { rowsFor } from './rows-for.ts';
import { forRules, type Named, scopeFrom, whatOption } from './scope.ts';

export const owner: Action = {
  name: 'owner',
  summary: 'Say who is called: for a target, for a label, or for all as fallback; alone it lists that',
  needs: forRules(({ who = '' }) => who.trim() !== ''),
  options: [
    whatOption,
    {
      name: 'who',
      kind: 'owners',
      summary: 'mentions in the order of calling; "none" for nobody',
      positional: true,
      rest: true,
      example: '@alice @payments-oncall',
    },
    addressOption,
    clientOption,
  ],
  async *run(values, caller, services) {
    const { rules, watchList } = services;
    if ((values.what ?? '').trim() === '') {
      const all = await rules.list();
      let watched = 0;
      let fallen = 0;
      const unowned = await gatherPage(watchList.batches(), {
        most: rowsFor(caller),
        isWanted({ endpoint }) {
          const { by } = ownersOf(endpoint, all);
          watched += 1;
          if (by === 'fallback') fallen += 1;
          return by === 'nobody';
        },
      });
      yield ownersOverviewMessage({ watched, fallen, unowned }, all);
      return;
    }
    const named = await scopeFrom(values, services);
    const typed = (values.who ?? '').trim();
    if (typed === '') {
      yield ownersMessage(named, await effective(named, services));
      return;
    }
    const owners =
      typed.toLowerCase() === 'none' ? [] : await services.directory.resolveMentions(typed, caller);
    const before = await change(named, owners, caller.who, services);
    yield ownersChangedMessage(named, owners, await effective(named, services), [undo(values, before)]);
  },
};

/** Returns who it was before. */
async function change(
  { scope, endpoint, name }: Named,
  owners: readonly Mention[],
  by: Mention,
  { watchList, rules, audit }: CommandServices,
): Promise<readonly Mention[]> {
  if (endpoint === null) {
    const rule = await rules.change(scope, { owners: owners.length === 0 ? null : owners }, by);
    return rule?.owners ?? [];
  }
  await watchList.change(endpoint.id, { owners });
  const who = owners.length === 0 ? 'nobody' : owners.map((one) => one.name).join(', ');
  await audit.note({ who: by, did: 'watch owner', to: scopeKey(scope), words: `${name}: ${who}` });
  return endpoint.owners;
}

/** Who would be called now, and why they. */
async function effective({ scope, endpoint }: Named, { rules, watchList }: CommandServices) {
  const all = await rules.list();
  if (endpoint !== null) {
    const current = await watchList.find(endpoint.target);
    return ownersOf(current ?? endpoint, all);
  }
  const labels = scope.kind === 'label' ? { [scope.label]: scope.value } : {};
  return ownersOf({ id: '', labels, owners: [] }, all);
}

function undo(values: Readonly<Record<string, string | undefined>>, before: readonly Mention[]): Button {
  const { what = '', address, client } = values;
  return {
    label: 'Undo',
    command: 'watch',
    subcommand: 'owner',
    values: {
      what,
      who: before.length === 0 ? 'none' : before.map(mentionText).join(' '),
      ...(address === undefined ? {} : { address }),
      ...(client === undefined ? {} : { client }),
    },
  };
}
