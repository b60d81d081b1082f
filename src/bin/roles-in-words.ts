import { UserError } from '../core/errors.ts';
import { readRoles, roles } from '../core/roles.ts';

const help = `Usage: npm start [-- ROLE...]

Runs Notafter until it is stopped (Ctrl-C or SIGTERM). Without a role it does everything; several processes that
share a database (DATABASE_URL) may each have some of these, and any number may have the same:

  bot        answers people on Slack, Discord and the console page, and delivers messages
  worker     looks at endpoints
  scheduler  plans sweeps, digests and alarms

The setting ROLES says the same: ROLES=worker npm start. Every setting stands in .env.example.
`;

/** Settings that the words of the command line stand for; null: help was asked for, and given. */
export function rolesInWords(
  words: readonly string[],
  write: (text: string) => void,
): { readonly ROLES?: string } | null {
  if (words.some((word) => word === '--help' || word === '-h')) {
    write(help);
    return null;
  }
  if (words.length === 0) return {};
  const named = readRoles(words.flatMap((word) => word.split(',')));
  if (named !== null) return { ROLES: named.join(',') };
  throw new UserError(`A role is one of ${roles.join(', ')}; --help says what each does.`);
}
