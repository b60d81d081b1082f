import type { Action } from '../../src/core/command.ts';
import { latestHold } from '../../src/core/watch/alarm/hold.ts';
import { onItAnswer } from '../../src/views/alarm/answers.ts';
import { momentExamples, splitMoment } from './moment.ts';
import { clockOf, idOption, named, unknownAlarm } from './named.ts';

const usualMs = 86_400_000;
const longestReason = 300;

export const onIt: Action = {
  name: 'on-it',
  summary: 'Say that you have it in hand: nobody is called until then, unless it gets worse',
  needs: 'member',
  options: [
    idOption,
    {
      name: 'until',
      kind: 'text',
      summary: `until when: ${momentExamples}; a day when left out`,
      positional: true,
      rest: true,
      example: '2h',
    },
    { name: 'reason', kind: 'text', summary: 'what you are doing about it', example: 'DNS is being mended' },
  ],
  async *run(values, caller, services, signal) {
    const incident = await named(values, caller, services);
    const clock = clockOf(caller, services);
    const { until: typed = '', reason: given = '' } = values;
    const { at, rest } =
      typed.trim() === ''
        ? { at: new Date(clock.now.getTime() + usualMs), rest: '' }
        : await splitMoment(typed, clock);
    const latest = latestHold(incident, clock.now);
    const reason = `${given} ${rest}`.trim().slice(0, longestReason);
    const outcome = await services.alarms.act(
      incident.id,
      caller.who,
      { kind: 'acknowledge', until: at > latest ? latest : at, reason: reason === '' ? null : reason },
      { signal },
    );
    if (outcome.kind === 'unknown') throw unknownAlarm(incident.id);
    yield onItAnswer(outcome, at > latest, clock.now);
  },
};
