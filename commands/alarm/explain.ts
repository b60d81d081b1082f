import type { Action } from '../../src/core/command.ts';
import { alarmExplanation } from '../../src/views/alarm/explanation.ts';
import { findingPageMessage } from '../../src/views/finding-page.ts';
import { idOption, named } from './named.ts';

export const explain: Action = {
  name: 'explain',
  summary: 'Explain what an alarm is about and what to do',
  needs: 'anyone',
  options: [idOption],
  async *run(values, caller, services) {
    const incident = await named(values, caller, services);
    const page = services.pages.find(({ id }) => id === incident.told.cause?.id);
    yield page === undefined ? alarmExplanation(incident, services.now()) : findingPageMessage(page);
  },
};
