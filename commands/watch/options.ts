import type { Option, Values } from '../../src/core/option.ts';
import type { Caller } from '../../src/core/people.ts';
import type { CommandServices } from '../../src/core/services.ts';
import type { EndpointChange } from '../../src/core/watch/endpoint.ts';
import { labelsFrom } from '../../src/core/watch/labels.ts';

export const ownerOption = {
  name: 'owner',
  kind: 'owners',
  summary: 'who is called before it ends, as mentions; "none" for nobody',
  example: '@payments-oncall',
} as const satisfies Option;

export const channelOption = {
  name: 'channel',
  kind: 'channel',
  summary: 'where alarms go; here when left out',
  example: '#payments',
} as const satisfies Option;

export const labelsOption = {
  name: 'labels',
  kind: 'labels',
  suggests: 'label',
  summary: 'key=value pairs, or "none"',
  example: 'team=payments,tier=1',
} as const satisfies Option;

/** Whether the channel that was given, or left out, is where the caller is. */
export function isHere(channel: string): boolean {
  return ['', 'here'].includes(channel.trim());
}

/** Only what was given; every part may be absent. */
export async function changeFrom(
  values: Values,
  caller: Caller,
  { directory }: CommandServices,
): Promise<EndpointChange> {
  const { owner, channel, labels } = values;
  return {
    ...(owner === undefined || owner === ''
      ? {}
      : { owners: owner === 'none' ? [] : await directory.resolveMentions(owner, caller) }),
    ...(channel === undefined || channel === ''
      ? {}
      : { home: await directory.resolvePlace(channel, caller) }),
    ...(labels === undefined ? {} : { labels: labelsFrom(labels) }),
  };
}
