import type { Button } from '../../core/message.ts';
import { mentionText, placeWord } from '../../core/people.ts';
import { activeMute } from '../../core/watch/alarm/mute.ts';
import type { Endpoint } from '../../core/watch/endpoint.ts';
import { targetValues } from '../../views/diagnosis/buttons.ts';

/** What can be done about a watched endpoint: each is a command, the likeliest first. */
export function endpointButtons(endpoint: Endpoint, now: Date): readonly Button[] {
  const { owners, home, labels } = endpoint;
  const values = targetValues(endpoint.target);
  const { target: what = '', ...rest } = values;
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const edited = {
    ...values,
    ...(owners.length === 0 ? {} : { owner: owners.map(mentionText).join(' ') }),
    channel: placeWord(home),
    ...(pairs.length === 0 ? {} : { labels: pairs.join(', ') }),
  };
  return [
    { label: 'Check now', command: 'watch', subcommand: 'check', values },
    {
      label: 'Edit ...',
      command: 'watch',
      subcommand: 'edit',
      values: edited,
      asks: ['owner', 'channel', 'labels'],
    },
    activeMute(endpoint, now) === null
      ? {
          label: 'Mute ...',
          command: 'watch',
          subcommand: 'mute',
          values: { what, ...rest },
          asks: ['for', 'reason'],
        }
      : { label: 'Unmute', command: 'watch', subcommand: 'unmute', values: { what, ...rest } },
    { label: 'Remove', command: 'watch', subcommand: 'remove', values, style: 'danger' },
  ];
}
