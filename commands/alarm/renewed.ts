import type { Action } from '../../src/core/command.ts';
import type { Message } from '../../src/core/message.ts';
import { growing } from '../../src/core/waiting/growing.ts';
import { recheckAnswer, recheckProgress } from '../../src/views/alarm/answers.ts';
import { idOption, named, unknownAlarm } from './named.ts';

export const renewed: Action = {
  name: 'renewed',
  summary: 'Look at all its endpoints now and say which still have it',
  needs: 'member',
  options: [idOption],
  async *run(values, caller, services, signal) {
    const incident = await named(values, caller, services);
    yield recheckProgress(incident, 0, null);
    yield* growing<Message>(async (show) => {
      const outcome = await services.alarms.act(
        incident.id,
        caller.who,
        { kind: 'recheck' },
        { signal, onProgress: (looked, of) => show(recheckProgress(incident, looked, of)) },
      );
      if (outcome.kind === 'unknown') throw unknownAlarm(incident.id);
      return recheckAnswer(outcome);
    });
  },
};
