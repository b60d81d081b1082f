import type { Command } from '../src/core/command.ts';
import { explain } from './alarm/explain.ts';
import { handBack } from './alarm/hand-back.ts';
import { history } from './alarm/history.ts';
import { list } from './alarm/list.ts';
import { onIt } from './alarm/on-it.ts';
import { owner } from './alarm/owner.ts';
import { renewed } from './alarm/renewed.ts';
import { show } from './alarm/show.ts';
import { snooze } from './alarm/snooze.ts';

/** What everybody has to know of a deed is said in the thread of the alarm: the answer is for who did it. */
export const alarm: Command = {
  name: 'alarm',
  summary: 'Open alarms: take one, mute it, give it away, or check again',
  visibility: 'caller',
  examples: [
    '/alarm list',
    '/alarm on-it k3n9 2h DNS is being mended',
    '/alarm renewed k3n9',
    '/alarm snooze k3n9 tomorrow 9:00',
    '/alarm owner k3n9 @web-oncall',
  ],
  actions: [list, show, onIt, handBack, snooze, owner, renewed, explain, history],
};
