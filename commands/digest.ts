import type { Action, Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { plainMessage } from '../src/core/message/plain-message.ts';
import type { Message } from '../src/core/message.ts';
import type { Option } from '../src/core/option.ts';
import type { Caller } from '../src/core/people.ts';
import type { CommandServices } from '../src/core/services.ts';
import { knownZone } from '../src/core/text/time-text.ts';
import { typedWord } from '../src/core/text/typed-word.ts';
import { dailyCron } from '../src/core/watch/policy/cron.ts';
import { parseDays } from '../src/core/watch/policy/days.ts';
import { scheduleMessage } from '../src/views/digest/schedule.ts';

const zoneOption: Option = {
  name: 'zone',
  kind: 'text',
  summary: "IANA time zone; yours or the server's when left out",
  positional: true,
  example: 'Europe/Berlin',
};

const show: Action = {
  name: 'show',
  summary: 'Say when the digest comes here',
  needs: 'anyone',
  options: [],
  async *run(_values, { place }, { digests }) {
    const schedule = await digests.get(place);
    yield schedule === null
      ? plainMessage('No digest comes here. Ask for one: /digest at 09:00 Europe/Berlin days:mon-fri')
      : scheduleMessage(schedule, digests.upcoming(schedule, 3), 'neutral');
  },
};

const now: Action = {
  name: 'now',
  summary: 'Look again at what is due and post the digest now',
  needs: 'member',
  options: [],
  async *run(_values, caller, { digests }, signal) {
    yield plainMessage('Looking again at what is due ...');
    const schedule = await digests.get(caller.place);
    yield await digests.compose(caller.place, schedule?.zone ?? caller.zone, signal);
  },
};

const all: Action = {
  name: 'all',
  summary: 'The same with every row, and without the picture',
  needs: 'member',
  options: [],
  async *run(_values, caller, { digests }, signal) {
    yield plainMessage('Looking again at what is due ...');
    const schedule = await digests.get(caller.place);
    yield await digests.compose(caller.place, schedule?.zone ?? caller.zone, signal, 'all');
  },
};

const at: Action = {
  name: 'at',
  summary: 'Post the digest here at a time of day',
  needs: 'member',
  options: [
    {
      name: 'time',
      kind: 'text',
      summary: 'time of day, 24 hours',
      required: true,
      positional: true,
      example: '09:00',
    },
    zoneOption,
    { name: 'days', kind: 'text', summary: 'days of the week; every day when left out', example: 'mon-fri' },
  ],
  speaksLater: () => true,
  async *run(values, caller, services) {
    const { hour, minute } = timeOfDay(values.time ?? '');
    const days = parseDays(values.days ?? 'daily');
    yield await scheduled(dailyCron(hour, minute, days), values.zone, caller, services);
  },
};

const cron: Action = {
  name: 'cron',
  summary: 'Post the digest here when cron says so',
  needs: 'member',
  options: [
    {
      name: 'cron',
      kind: 'text',
      summary: 'minute hour day month weekday, and a time zone behind them if you like',
      required: true,
      positional: true,
      rest: true,
      example: '30 8 * * 1-5',
    },
    { ...zoneOption, positional: false },
  ],
  speaksLater: () => true,
  async *run(values, caller, services) {
    // Quoted or not: what follows the five fields is the zone.
    const words = (values.cron ?? '').trim().split(/\s+/);
    const fields = words[0]?.startsWith('@') === true ? 1 : 5;
    const [zone, ...more] = words.slice(fields);
    const typed = more.length === 0 ? words.slice(0, fields) : words;
    yield await scheduled(services.digests.readCron(typed.join(' ')), values.zone ?? zone, caller, services);
  },
};

const off: Action = {
  name: 'off',
  summary: 'Stop the digest here',
  needs: 'member',
  options: [],
  async *run(_values, caller, { digests }) {
    const stopped = await digests.remove(caller.place);
    yield plainMessage(stopped ? 'The digest no longer comes here.' : 'No digest came here anyway.');
  },
};

export const digest: Command = {
  name: 'digest',
  summary: 'The regular list of certificates that need somebody',
  visibility: 'channel',
  examples: [
    '/digest now',
    '/digest at 09:00 Europe/Berlin days:mon-fri',
    '/digest cron "30 8 * * 1-5" Europe/Berlin',
    '/digest off',
  ],
  actions: [show, now, all, at, cron, off],
};

async function scheduled(
  times: string,
  typedZone: string | undefined,
  caller: Caller,
  { digests, zone: serverZone }: CommandServices,
): Promise<Message> {
  const zone = zoneNamed(typedZone ?? caller.zone ?? serverZone);
  const schedule = { place: caller.place, cron: times, zone, setBy: caller.who.name };
  await digests.set(schedule);
  return scheduleMessage(schedule, digests.upcoming(schedule, 3), 'good');
}

function timeOfDay(typed: string): { hour: number; minute: number } {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typed.trim());
  if (match === null) {
    throw new UserError(`"${typedWord(typed, 40)}" is not a time of day. Try 09:00 or 17:30.`);
  }
  return { hour: Number(match[1]), minute: Number(match[2]) };
}

function zoneNamed(name: string): string {
  const zone = knownZone(name);
  if (zone === null) {
    throw new UserError(`"${typedWord(name, 60)}" is not a time zone. Try Europe/Berlin or UTC.`);
  }
  return zone;
}
