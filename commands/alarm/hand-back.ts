import type { Action } from '../../src/core/command.ts';
import { handBackAnswer } from '../../src/views/alarm/answers.ts';
import { idOption, named, unknownAlarm } from './named.ts';

export const handBack: Action = {
  name: 'hand-back',
  summary: 'Say that nobody has it in hand any more; ends a snooze as well',
  needs: 'member',
  options: [idOption],
  async *run(values, caller, services, signal) {
    const { id } = await named(values, caller, services);
    const outcome = await services.alarms.act(id, caller.who, { kind: 'release' }, { signal });
    if (outcome.kind === 'unknown') throw unknownAlarm(id);
    yield handBackAnswer(outcome, services.now());
  },
};
