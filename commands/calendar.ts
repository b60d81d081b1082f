import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import { placeWord } from '../src/core/people.ts';
import {
  calendarEndedMessage,
  calendarMadeMessage,
  calendarThereMessage,
} from '../src/views/calendar/answers.ts';

export const calendar: Command = {
  name: 'calendar',
  summary: 'A calendar of when certificates end, to subscribe to',
  visibility: 'caller',
  examples: ['/calendar', '/calendar channel', '/calendar off channel'],
  actions: [
    {
      name: 'me',
      summary: 'Make one of the certificates you own; the one you had before ends',
      needs: 'member',
      options: [],
      async *run(_values, { who }, { calendars }) {
        yield calendarMadeMessage(await calendars.make({ kind: 'owner', who }, who), who.name);
      },
    },
    {
      name: 'channel',
      summary: 'Make one of the certificates whose alarms go to this channel',
      needs: 'member',
      options: [
        {
          name: 'replace',
          kind: 'choice',
          choices: ['yes'],
          summary: 'end the one that is there already',
          example: 'yes',
        },
      ],
      async *run({ replace }, { who, place }, { calendars }) {
        const subject = {
          kind: 'place',
          place: { platform: place.platform, channel: place.channel },
        } as const;
        const there = await calendars.made(subject);
        if (there !== null && replace !== 'yes') yield calendarThereMessage(there);
        else yield calendarMadeMessage(await calendars.make(subject, who), placeWord(subject.place));
      },
    },
    {
      name: 'off',
      summary: 'End yours, or that of this channel',
      needs: 'member',
      options: [
        {
          name: 'which',
          kind: 'choice',
          choices: ['me', 'channel'],
          summary: 'whose; yours when left out',
          positional: true,
          example: 'channel',
        },
      ],
      async *run({ which = 'me' }, { who, place }, { calendars }) {
        if (which !== 'me' && which !== 'channel') {
          throw new UserError('Whose calendar is to end? /calendar off me, or /calendar off channel.');
        }
        const ended = await calendars.revoke(
          which === 'me'
            ? { kind: 'owner', who }
            : { kind: 'place', place: { platform: place.platform, channel: place.channel } },
        );
        yield calendarEndedMessage(ended ? 1 : 0);
      },
    },
  ],
};
