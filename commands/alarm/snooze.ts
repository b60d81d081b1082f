import type { Action } from '../../src/core/command.ts';
import { latestHold } from '../../src/core/watch/alarm/hold.ts';
import { snoozeAnswer } from '../../src/views/alarm/answers.ts';
import { momentExamples, momentFrom } from './moment.ts';
import { clockOf, idOption, named, unknownAlarm } from './named.ts';

export const snooze: Action = {
  name: 'snooze',
  summary: 'Call nobody about it for a while, unless it gets worse',
  needs: 'member',
  options: [
    idOption,
    {
      name: 'for',
      kind: 'text',
      summary: `how long, or until when: ${momentExamples}`,
      required: true,
      positional: true,
      rest: true,
      example: '2h',
    },
  ],
  async *run(values, caller, services, signal) {
    const incident = await named(values, caller, services);
    const clock = clockOf(caller, services);
    const at = await momentFrom(values.for ?? '', clock);
    const latest = latestHold(incident, clock.now);
    const until = at > latest ? latest : at;
    const outcome = await services.alarms.act(incident.id, caller.who, { kind: 'snooze', until }, { signal });
    if (outcome.kind === 'unknown') throw unknownAlarm(incident.id);
    yield snoozeAnswer(outcome, at > latest);
  },
};
