import type { Action } from '../../src/core/command.ts';
import { UserError } from '../../src/core/errors.ts';
import { reassignAnswer } from '../../src/views/alarm/answers.ts';
import { idOption, named, unknownAlarm } from './named.ts';

export const owner: Action = {
  name: 'owner',
  summary: 'Give an alarm to somebody else, who is called for it',
  needs: 'member',
  options: [
    idOption,
    {
      name: 'to',
      kind: 'owners',
      summary: 'whose it is, as mentions, in the order of calling',
      required: true,
      positional: true,
      rest: true,
      example: '@web-oncall',
    },
  ],
  async *run(values, caller, services, signal) {
    const incident = await named(values, caller, services);
    const owners = await services.directory.resolveMentions(values.to ?? '', caller);
    if (owners.length === 0) throw new UserError('Say whose it is: /alarm owner <id> @name');
    const before = incident.owners;
    const outcome = await services.alarms.act(
      incident.id,
      caller.who,
      { kind: 'reassign', owners },
      { signal },
    );
    if (outcome.kind === 'unknown') throw unknownAlarm(incident.id);
    yield reassignAnswer(outcome, before);
  },
};
