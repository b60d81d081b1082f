import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { withKnownClient } from '../../src/core/target/client-names.ts';
import { speaksTls, targetText } from '../../src/core/target.ts';
import { adderOf } from '../../src/core/watch/watch-bounds.ts';
import { endpointMessage } from '../../src/views/watch.ts';
import { addressOption, clientOption, targetFrom, targetOption } from '../options.ts';
import { changeFrom, channelOption, isHere, labelsOption, ownerOption } from './options.ts';

export const add: Action = {
  name: 'add',
  summary: 'Watch the certificate of a target',
  needs: 'member',
  options: [targetOption, ownerOption, channelOption, labelsOption, addressOption, clientOption],
  form: {
    asks: ['target', 'owner', 'channel', 'labels', 'address'],
    isWanted: ({ target = '' }) => target === '',
  },
  speaksLater: ({ channel = '' }) => isHere(channel),
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
      addedId: adderOf(caller.who),
    });
    if (endpoint === null) {
      throw new UserError(`${targetText(target)} is watched already. Change it with /watch edit.`);
    }
    await services.audit.note({
      who: caller.who,
      did: 'watch add',
      to: `endpoint:${endpoint.id}`,
      words: targetText(target),
    });
    const rules = await services.rules.list();
    yield endpointMessage(endpoint, 'is watched now; taking a first look ...', 'neutral', rules);
    const diagnosis = await services.watchList.look(endpoint, signal);
    const worst = diagnosis.findings.find((finding) => finding.severity !== 'notice');
    if (worst === undefined && diagnosis.verdict === 'healthy') {
      yield endpointMessage(endpoint, 'is watched now; its certificate is in order', 'good', rules);
      return;
    }
    const reason = worst?.title ?? 'it could not be seen';
    yield endpointMessage(endpoint, `is watched now; first look: ${reason}`, 'warning', rules);
  },
};
