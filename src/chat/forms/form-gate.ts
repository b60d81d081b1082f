import type { AskedRun, Refused } from '../../core/access/gate.ts';
import type { CommandServices } from '../../core/services.ts';
import { inTime } from '../../core/waiting/in-time.ts';

/** A form has to be there within 3 s, and the way to the platform is part of them. */
const patienceMs = 1500;

const notKnown: Refused = {
  what: 'Who you are could not be found out in time',
  why: 'The platform did not say it within a moment.',
  who: 'Everybody who may run the command.',
  how: 'Try it again in a moment.',
};

/** Asked before a form is opened or filled with what is set: why not, or null. Sending it is judged once more. */
export async function refusalOfForm(asked: AskedRun, services: CommandServices): Promise<Refused | null> {
  const judged = services.gate.judge(asked, services).then((refused) => ({ refused }));
  return ((await inTime(judged, patienceMs)) ?? { refused: notKnown }).refused;
}
