import { UserError } from '../core/errors.ts';
import { readRoles, roles } from '../core/roles.ts';
import { typedWord } from '../core/text/typed-word.ts';

const help = `Usage: npm start [-- ROLE...], or notafter-bot [ROLE...] where it is installed

Runs Notafter until it is stopped (Ctrl-C or SIGTERM). Without a role it does everything; several processes that
share a database (DATABASE_URL) may each have some of these, and any number may have the same:

  bot        answers people on Slack, Discord and the console page, and delivers messages
  worker     looks at endpoints
  scheduler  plans sweeps, digests and alarms

The setting ROLES says the same: ROLES=worker npm start. Every setting stands in .env.example.

  -h, --help     this
  -V, --version  the version
`;

/** Settings that the words of the command line stand for; null: something was asked for, and given. */
export async function rolesInWords(
  words: readonly string[],
  write: (text: string) => void,
  version: () => Promise<string>,
): Promise<{ readonly ROLES?: string } | null> {
  if (words.some((word) => word === '--help' || word === '-h')) {
    write(help);
    return null;
  }
  if (words.some((word) => word === '--version' || word === '-V')) {
    write(`${await version()}\n`);
    return null;
  }
  const option = words.find((word) => word.startsWith('-'));
  if (option !== undefined) {
    throw new UserError(
      `There is no option ${quoted(option)}; those are --help and --version. What else there is to set are variables, listed in .env.example.`,
    );
  }
  if (words.length === 0) return {};
  const named = words.flatMap((word) => word.split(','));
  const wrong = named.find((word) => readRoles([word]) === null);
  if (wrong !== undefined) {
    throw new UserError(
      `${quoted(wrong)} is no role. A role is one of ${roles.join(', ')}; --help says what each does.`,
    );
  }
  return { ROLES: (readRoles(named) ?? roles).join(',') };
}

function quoted(word: string): string {
  return JSON.stringify(typedWord(word, 40));
}
