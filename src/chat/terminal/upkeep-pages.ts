import { Option as Choice, type Command as Program } from 'commander';

/** What whoever runs a bot does in a shell; no chat has use for it. `file` "-": standard output. */
export type UpkeepRequest =
  | { readonly kind: 'backup'; readonly file: string; readonly overwrite: boolean }
  | { readonly kind: 'restore'; readonly file: string; readonly onlyCheck: boolean }
  | { readonly kind: 'doctor'; readonly asJson: boolean }
  | { readonly kind: 'access'; readonly file: string | null; readonly asked: AskedAccess | null };

/** May this person run this line there? `rank`: what the platform would say of them. */
type AskedAccess = {
  readonly who: string;
  readonly line: string;
  readonly where: string;
  readonly rank: 'admin' | 'member' | 'guest';
};

type Page = {
  readonly name: UpkeepRequest['kind'];
  add(program: Program, accept: (request: UpkeepRequest) => void): void;
};

/** One entry a page. */
const pages: readonly Page[] = [
  {
    name: 'backup',
    add(program, accept) {
      program
        .command('backup')
        .description('Write everything that is kept into one file, while the bot runs')
        .argument('<file>', 'where to; - for standard output')
        .option('--force', 'replace a file that is there')
        .addHelpText('after', backupHelp)
        .action((file: string, { force = false }: { readonly force?: boolean }) =>
          accept({ kind: 'backup', file, overwrite: force }),
        );
    },
  },
  {
    name: 'restore',
    add(program, accept) {
      program
        .command('restore')
        .description('Put what a backup holds in place of what is kept now, which is kept aside')
        .argument('<file>', 'what backup wrote, or a SQLite file of Notafter')
        .option('--check', 'read all of it, say whether it is sound, and change nothing')
        .addHelpText('after', restoreHelp)
        .action((file: string, { check = false }: { readonly check?: boolean }) =>
          accept({ kind: 'restore', file, onlyCheck: check }),
        );
    },
  },
  {
    name: 'doctor',
    add(program, accept) {
      program
        .command('doctor')
        .description('Look at settings, store, disk, clock, network and platforms, and say what to do')
        .option('--json', 'print it as JSON')
        .addHelpText('after', doctorHelp)
        .action((_options: unknown, page: Program) =>
          accept({ kind: 'doctor', asJson: page.optsWithGlobals<{ json?: boolean }>().json === true }),
        );
    },
  },
  {
    name: 'access',
    add(program, accept) {
      const access = program
        .command('access')
        .description('Say what is wrong with ACCESS_FILE, or who may do what by it')
        .addHelpText('after', accessHelp);
      access
        .command('check')
        .description('Read the file, and name what is wrong with its line')
        .argument('[file]', 'the one of ACCESS_FILE unless given')
        .action((file: string | undefined) => accept({ kind: 'access', file: file ?? null, asked: null }));
      access
        .command('ask')
        .description('Say whether somebody may run a line in a channel, and which lines of the file say so')
        .argument('<who>', 'slack:U012AB3CD or discord:ID')
        .argument('<line>', 'the command as one types it, in quotes')
        .argument('<in>', 'the word "in"')
        .argument('<where>', 'slack:C012AB3CD, discord:#ID or console')
        .addOption(
          new Choice('--as <rank>', 'what the platform says of them')
            .choices(['admin', 'member', 'guest'])
            .default('member'),
        )
        .option('--file <file>', 'in place of ACCESS_FILE')
        .action(
          (
            who: string,
            line: string,
            _in: string,
            where: string,
            { as: rank, file }: { readonly as: AskedAccess['rank']; readonly file?: string },
          ) => accept({ kind: 'access', file: file ?? null, asked: { who, line, where, rank } }),
        );
    },
  },
];

const accessHelp = `
Examples:
  notafter access check /etc/notafter/access.yaml
  notafter access ask slack:U012AB3CD "/watch add 10.20.0.1" in slack:C012AB3CD

ask ends with 0 where they may, and with 1 where they may not.
`;

const doctorHelp = `
Run it in the folder, as the user and with the environment of the bot; the bot may run or not. It changes nothing and posts
nothing: Slack and Discord are asked who this bot is and what it may do, reference hosts what time it is.

Exit codes:
  0  all is well
  1  something should be done
  2  something does not work
`;

const backupHelp = `
The store is the one that DATA_DIR or DATABASE_URL names. The file is gzip of lines of JSON, the same for a SQLite file
and for PostgreSQL, holds no setting and no token, and can be read by its owner only.

Examples:
  notafter backup notafter-$(date +%F).backup
  notafter backup - | ssh backup.example.org 'cat > notafter.backup'
`;

const restoreHelp = `
Stop every process of the bot first: restore refuses while one has the store open. Either kind of store takes what either
kind wrote, so this moves from a SQLite file to PostgreSQL and back. A backup of an older release is brought up to date.

Examples:
  notafter restore --check notafter-2026-11-27.backup
  notafter restore notafter-2026-11-27.backup
  DATABASE_URL=postgres://... notafter restore data/notafter.db
`;

export const upkeepNames: readonly string[] = pages.map(({ name }) => name);

export function addUpkeep(program: Program, accept: (request: UpkeepRequest) => void): void {
  for (const page of pages) page.add(program, accept);
}
