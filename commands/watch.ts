import { withKnownClient } from '../src/core/client-names.ts';
import type { Action, Command, Option, Values } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { type Caller, mentionText, placeText } from '../src/core/people.ts';
import type { CommandServices, EndpointChange } from '../src/core/services.ts';
import { speaksTls, targetText } from '../src/core/target.ts';
import type { Endpoint } from '../src/core/watch/endpoint.ts';
import { targetValues } from '../src/views/diagnosis.ts';
import { endpointMessage, plainMessage, watchListMessage } from '../src/views/watch.ts';
import { addressOption, clientOption, labelsFrom, targetFrom, targetOption } from './options.ts';

const ownerOption: Option = {
  name: 'owner',
  kind: 'owners',
  summary: 'who is called before it ends, as mentions; "none" for nobody',
  example: '@payments-oncall',
};
const channelOption: Option = {
  name: 'channel',
  kind: 'channel',
  summary: 'where alarms go; here when left out',
  example: '#payments',
};
const labelsOption: Option = {
  name: 'labels',
  kind: 'labels',
  summary: 'key=value pairs',
  example: 'team=payments,tier=1',
};

const list: Action = {
  name: 'list',
  summary: 'Show what is watched, soonest end first',
  options: [],
  async *run(_values, _caller, { watchList }) {
    yield watchListMessage(await watchList.list());
  },
};

const add: Action = {
  name: 'add',
  summary: 'Watch the certificate of a target',
  options: [targetOption, ownerOption, channelOption, labelsOption, addressOption, clientOption],
  async *run(values, caller, services, signal) {
    const target = withKnownClient(targetFrom(values), services.clientNames);
    if (!speaksTls(target)) {
      throw new UserError(`${targetText(target)} has no certificate to watch. Try it as https:// or tls://.`);
    }
    const asked = await changeFrom(values, caller, services);
    const endpoint = await services.watchList.add({
      target,
      home: asked.home ?? caller.place,
      owners: asked.owners ?? [],
      labels: asked.labels ?? {},
      addedBy: caller.who.name,
    });
    if (endpoint === null) {
      throw new UserError(`${targetText(target)} is watched already. Change it with /watch edit.`);
    }
    yield endpointMessage(endpoint, 'is watched now; taking a first look ...', 'neutral');
    const diagnosis = await services.watchList.look(endpoint, signal);
    const worst = diagnosis.findings.find((finding) => finding.severity !== 'notice');
    if (worst === undefined && diagnosis.verdict === 'healthy') {
      yield endpointMessage(endpoint, 'is watched now; its certificate is in order', 'good');
      return;
    }
    const reason = worst?.title ?? 'it could not be seen';
    yield endpointMessage(endpoint, `is watched now; first look: ${reason}`, 'warning');
  },
};

const edit: Action = {
  name: 'edit',
  summary: 'Change owners, channel or labels',
  options: [targetOption, ownerOption, channelOption, labelsOption, addressOption, clientOption],
  async *run(values, caller, services) {
    const endpoint = await existing(values, services);
    const change = await changeFrom(values, caller, services);
    if (Object.keys(change).length === 0) {
      throw new UserError('Say what to change: owner:@name, channel:#name or labels:team=payments.');
    }
    const changed = await services.watchList.change(endpoint.id, change);
    if (changed === null) throw notWatched(values);
    yield endpointMessage(changed, 'was changed', 'good');
  },
};

const remove: Action = {
  name: 'remove',
  summary: 'Stop watching a target',
  options: [targetOption, addressOption, clientOption],
  async *run(values, _caller, services) {
    const endpoint = await existing(values, services);
    await services.watchList.remove(endpoint.id);
    const name = targetText(endpoint.target);
    const undo = { label: 'Undo', command: 'watch', subcommand: 'add', values: valuesToAdd(endpoint) };
    yield { ...plainMessage(`${name} is no longer watched.`), buttons: [undo] };
  },
};

export const watch: Command = {
  name: 'watch',
  summary: 'Watch certificates and call their owners before they lapse',
  visibility: 'channel',
  examples: [
    '/watch add api.example.org owner:@payments-oncall',
    '/watch list',
    '/watch remove api.example.org',
  ],
  actions: [list, add, edit, remove],
};

async function existing(values: Values, { watchList }: CommandServices) {
  const endpoint = await watchList.find(targetFrom(values));
  if (endpoint === null) throw notWatched(values);
  return endpoint;
}

function notWatched(values: Values): UserError {
  return new UserError(`${targetText(targetFrom(values))} is not watched. /watch list shows what is.`);
}

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

/** Only what was given; every part may be absent. */
async function changeFrom(
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
