import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { mentionText, placeWord } from '../../src/core/people.ts';
import { targetText } from '../../src/core/target.ts';
import { endpointMessage } from '../../src/views/watch.ts';
import { addressOption, clientOption, targetOption } from '../options.ts';
import { existing, notWatched } from './existing.ts';
import { changeFrom, channelOption, labelsOption, ownerOption } from './options.ts';

export const edit: Action = {
  name: 'edit',
  summary: 'Change owners, channel or labels',
  needs: 'member',
  options: [
    targetOption,
    ownerOption,
    { ...channelOption, summary: 'where alarms go from now on' },
    labelsOption,
    addressOption,
    clientOption,
  ],
  form: {
    asks: ['owner', 'channel', 'labels'],
    isWanted: ({ target = '', owner, channel, labels }) =>
      target !== '' && owner === undefined && channel === undefined && labels === undefined,
    async fill(values, services) {
      const { owners, home, labels } = await existing(values, services);
      return {
        owner: owners.map(mentionText).join(' '),
        channel: placeWord(home),
        labels: Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(', '),
      };
    },
  },
  speaksLater: ({ channel }) => channel?.trim() === 'here',
  async *run(values, caller, services) {
    const endpoint = await existing(values, services);
    const change = await changeFrom(values, caller, services);
    if (Object.keys(change).length === 0) {
      throw new UserError('Say what to change: owner:@name, channel:#name or labels:team=payments.');
    }
    const changed = await services.watchList.change(endpoint.id, change);
    if (changed === null) throw notWatched(values);
    const words = `${targetText(changed.target)}: ${Object.keys(change).join(', ')}`;
    await services.audit.note({ who: caller.who, did: 'watch edit', to: `endpoint:${changed.id}`, words });
    yield endpointMessage(changed, 'was changed', 'good', await services.rules.list());
  },
};
