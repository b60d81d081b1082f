import type { Action, Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { text } from '../src/core/message.ts';
import { plainMessage } from '../src/views/watch.ts';

const show: Action = {
  name: 'show',
  summary: 'Say when the digest comes here',
  options: [],
  async *run(_values, caller, { digests }) {
    const schedule = await digests.get(caller.place);
    if (schedule === null) {
      yield plainMessage('No digest comes here. Ask for one: /digest at 09:00 Europe/Berlin');
      return;
    }
    yield plainMessage(
      `The digest comes here daily at ${clock(schedule.hour, schedule.minute)}, ${schedule.zone}.`,
    );
  },
};

const now: Action = {
  name: 'now',
  summary: 'Look again at what is due and post the digest now',
  options: [],
  async *run(_values, caller, { digests }, signal) {
    yield plainMessage('Looking again at what is due ...');
    const schedule = await digests.get(caller.place);
    yield await digests.compose(caller.place, schedule?.zone ?? caller.zone, signal);
  },
};

const at: Action = {
  name: 'at',
  summary: 'Post the digest here every day',
  options: [
    {
      name: 'time',
      kind: 'text',
      summary: 'time of day, 24 hours',
      required: true,
      positional: true,
      example: '09:00',
    },
    {
      name: 'zone',
      kind: 'text',
      summary: "IANA time zone; yours or the server's when left out",
      positional: true,
      example: 'Europe/Berlin',
    },
  ],
  async *run(values, caller, { digests, zone: serverZone }) {
    const { hour, minute } = timeOfDay(values.time ?? '');
    const zone = zoneNamed(values.zone ?? caller.zone ?? serverZone);
    await digests.set({ place: caller.place, hour, minute, zone, setBy: caller.who.name });
    yield {
      ...plainMessage(`The digest comes here daily at ${clock(hour, minute)}, ${zone}.`, 'good'),
      blocks: [
        { kind: 'note', inlines: [text('Stop it with /digest off; see it at once with /digest now.')] },
      ],
    };
  },
};

const off: Action = {
  name: 'off',
  summary: 'Stop the digest here',
  options: [],
  async *run(_values, caller, { digests }) {
    const stopped = await digests.remove(caller.place);
    yield plainMessage(stopped ? 'The digest no longer comes here.' : 'No digest came here anyway.');
  },
};

export const digest: Command = {
  name: 'digest',
  summary: 'The daily list of certificates that need somebody',
  visibility: 'channel',
  examples: ['/digest now', '/digest at 09:00 Europe/Berlin', '/digest off'],
  actions: [show, now, at, off],
};

function timeOfDay(typed: string): { hour: number; minute: number } {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typed.trim());
  if (match === null)
    throw new UserError(`"${typed.slice(0, 40)}" is not a time of day. Try 09:00 or 17:30.`);
  return { hour: Number(match[1]), minute: Number(match[2]) };
}

function zoneNamed(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new UserError(`"${name.slice(0, 60)}" is not a time zone. Try Europe/Berlin or UTC.`);
  }
}

function clock(hour: number, minute: number): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
