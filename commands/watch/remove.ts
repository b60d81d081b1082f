import type { Action } from '../../src/core/command.ts';
import { plainMessage } from '../../src/core/message/plain-message.ts';
import { mentionText, placeText } from '../../src/core/people.ts';
import { targetText } from '../../src/core/target.ts';
import type { Endpoint } from '../../src/core/watch/endpoint.ts';
import { targetValues } from '../../src/views/diagnosis/buttons.ts';
import { addressOption, clientOption, targetOption } from '../options.ts';
import { existing } from './existing.ts';

export const remove: Action = {
  name: 'remove',
  summary: 'Stop watching a target',
  needs: 'member',
  options: [targetOption, addressOption, clientOption],
  async *run(values, caller, services) {
    const endpoint = await existing(values, services);
    await services.watchList.remove(endpoint.id);
    const name = targetText(endpoint.target);
    await services.audit.note({
      who: caller.who,
      did: 'watch remove',
      to: `endpoint:${endpoint.id}`,
      words: name,
    });
    const undo = { label: 'Undo', command: 'watch', subcommand: 'add', values: valuesToAdd(endpoint) };
    yield { ...plainMessage(`${name} is no longer watched.`), buttons: [undo] };
  },
};

/** What would have been typed to add it as it was. */
function valuesToAdd({ target, home, owners, labels }: Endpoint): Readonly<Record<string, string>> {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return {
    ...targetValues(target),
    channel: home.platform === 'console' ? 'console' : placeText(home),
    ...(owners.length === 0 ? {} : { owner: owners.map(mentionText).join(' ') }),
    ...(pairs.length === 0 ? {} : { labels: pairs.join(',') }),
  };
}
