import type { Action } from '../../src/core/command.ts';
import type { Values } from '../../src/core/option.ts';
import type { CommandServices } from '../../src/core/services.ts';
import { targetText } from '../../src/core/target.ts';
import { activeMute, type Mute } from '../../src/core/watch/alarm/mute.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { muteValues, notMutedMessage, unmutedMessage } from '../../src/views/watch/mute.ts';
import { addressOption, clientOption } from '../options.ts';
import { endpointsOf } from './muting.ts';
import { forRules, scopeFrom, whatOption } from './scope.ts';

type Muted = { readonly endpoint: Endpoint; readonly mute: Mute };

export const unmute: Action = {
  name: 'unmute',
  summary: 'End a planned maintenance early: what still stands is told',
  needs: forRules(() => true),
  options: [
    { ...whatOption, required: true },
    addressOption,
    clientOption,
    {
      name: 'set',
      kind: 'text',
      summary: 'only what was muted at that moment, as the button under the answer says',
      example: '1790000000000',
    },
  ],
  async *run(values, caller, services) {
    const named = await scopeFrom(values, services);
    const now = services.now();
    const endpoints = await endpointsOf(named, services);
    const muted = endpoints.flatMap((endpoint): readonly Muted[] => {
      const active = activeMute(endpoint, now);
      return active === null || !isMeant(active, values) ? [] : [{ endpoint, mute: active }];
    });
    if (muted.length === 0) {
      yield notMutedMessage(named.name);
      return;
    }
    const groups = [...Map.groupBy(muted, ({ mute }) => JSON.stringify(mute)).values()];
    for (const group of groups) await end(group);
    const [first] = muted;
    const isWhole = groups.length === 1 && muted.length === endpoints.length;
    yield unmutedMessage(
      named.name,
      muted.map(({ endpoint }) => endpoint),
      isWhole && first !== undefined ? muteValues(valuesOf(values), first.mute) : null,
    );

    async function end(group: readonly Muted[]): Promise<void> {
      const [one] = group;
      if (one === undefined) return;
      const over: Mute = { ...one.mute, until: now, endedBy: caller.who };
      const ids = group.map(({ endpoint }) => endpoint.id);
      for (const endpoint of await services.watchList.changeAll(ids, { muted: over })) {
        await note(endpoint, caller.who, services);
      }
    }
  },
};

function isMeant({ at }: Mute, { set }: Values): boolean {
  return set === undefined || set === '' || String(at.getTime()) === set.trim();
}

function note({ id, target }: Endpoint, who: Mute['by'], { audit }: CommandServices): Promise<void> {
  return audit.note({ who, did: 'watch unmute', to: `endpoint:${id}`, words: targetText(target) });
}

function valuesOf({ what = '', address, client }: Values): Readonly<Record<string, string>> {
  return {
    what,
    ...(address === undefined ? {} : { address }),
    ...(client === undefined ? {} : { client }),
  };
}
