import type { Command } from '../src/core/command.ts';
import { UserError } from '../src/core/errors.ts';
import type { Message } from '../src/core/message.ts';
import type { Values } from '../src/core/option.ts';
import type { Caller } from '../src/core/people.ts';
import type { CommandServices } from '../src/core/services.ts';
import { parseDuration } from '../src/core/text/duration.ts';
import type { AuditQuery } from '../src/core/watch/audit.ts';
import { auditMessage } from '../src/views/audit.ts';

/** A table of more rows is read by nobody in a chat. */
const rowsPerPage = 20;
/** What a shell takes at a time. */
const rowsPerBatch = 500;

export const audit: Command = {
  name: 'audit',
  summary: 'Who ran what, where, on what, and what came of it',
  visibility: 'caller',
  examples: [
    '/audit',
    '/audit since:7d command:watch',
    '/audit who:@alice',
    '/audit target:api.example.org',
    '/audit since:30d',
  ],
  actions: [
    {
      name: '',
      summary: 'The newest entries of the audit log; in a shell all of a time',
      needs: 'admin',
      options: [
        { name: 'who', kind: 'owners', summary: 'of this person only', example: '@alice' },
        {
          name: 'command',
          kind: 'text',
          summary: 'of this command, or command and action, only',
          example: 'watch add',
        },
        {
          name: 'target',
          kind: 'text',
          summary: 'whose target has this in it',
          example: 'api.example.org',
        },
        { name: 'since', kind: 'duration', summary: 'not older than this', example: '30d' },
        { name: 'before', kind: 'text', summary: 'older than the entry of this number, as the button says' },
      ],
      async *run(values, caller, services, signal) {
        const query = await queryFrom(values, caller, services);
        const wanted = shownValues(values);
        if (caller.who.platform === 'terminal' && query.since !== undefined) {
          yield* everything(query, services, signal);
          return;
        }
        const found = await services.audit.find({ ...query, limit: rowsPerPage + 1 });
        yield auditMessage(found.slice(0, rowsPerPage), wanted, found.length > rowsPerPage);
      },
    },
  ],
};

/** Oldest first, in batches that stay: nothing is whole in memory. */
async function* everything(
  query: Omit<AuditQuery, 'limit'>,
  { audit: log }: CommandServices,
  signal: AbortSignal,
): AsyncGenerator<Message> {
  let after = 0;
  let held: Message = auditMessage([], {}, false);
  for (;;) {
    signal.throwIfAborted();
    const rows = await log.find({ ...query, after, limit: rowsPerBatch });
    if (rows.length > 0) {
      if (after > 0) yield { ...held, stays: true };
      held = auditMessage(rows, {}, false);
      after = rows.at(-1)?.number ?? after;
    }
    if (rows.length < rowsPerBatch) break;
  }
  yield held;
}

async function queryFrom(
  { who = '', command = '', target = '', since = '', before = '' }: Values,
  caller: Caller,
  { directory, now }: CommandServices,
): Promise<Omit<AuditQuery, 'limit'>> {
  const people = who.trim() === '' ? [] : await directory.resolveMentions(who, caller);
  const [person, ...others] = people;
  if (others.length > 0) throw new UserError('Ask for one person at a time: /audit who:@alice');
  const number = Number(before);
  if (before !== '' && !(Number.isSafeInteger(number) && number > 0)) {
    throw new UserError('before takes the number of an entry, as the button "Older" has it.');
  }
  return {
    ...(person === undefined ? {} : { who: person }),
    ...(command.trim() === '' ? {} : { did: command.trim().replace(/^\//, '').toLowerCase() }),
    ...(target.trim() === '' ? {} : { target: target.trim() }),
    ...(since === '' ? {} : { since: new Date(now().getTime() - parseDuration(since)) }),
    ...(before === '' ? {} : { before: number }),
  };
}

function shownValues({ who, command, target, since }: Values): Readonly<Record<string, string>> {
  const given = Object.entries({ who, command, target, since });
  return Object.fromEntries(given.filter((pair): pair is [string, string] => (pair[1] ?? '') !== ''));
}
