import { z } from 'zod';
import { type ParsedCommand, parseLine } from '../chat/asking/parse.ts';
import { actionOf, type Command, secretOptionOf } from '../core/command.ts';
import { UserError } from '../core/errors.ts';
import { mostUploadBytes, tooLarge, type UploadedFile } from '../core/files/uploaded-file.ts';
import { jsonOrNull } from '../core/text/json.ts';
import { knownZone } from '../core/text/time-text.ts';

/** What the page says of itself. */
const ofPage = {
  zone: z.string().max(64).optional(),
  /** Random, one for each page that is open: what is asked there again takes the place of what still runs. */
  page: z.string().max(64).optional(),
  /** It can show a form where a command has one. */
  forms: z.boolean().optional(),
};

/** JSON, as everything the page sends: a form elsewhere could send a file as it is. */
const fileSchema = z.strictObject({ name: z.string().max(255), base64: z.string() });

/** What the page sends: a typed line, or a button's command with its options filled in. */
const bodySchema = z.union([
  z.strictObject({
    line: z.string(),
    files: z.array(fileSchema).max(10).optional(),
    /** Of the files; apart from the line, which the page shows and remembers. */
    password: z.string().max(1000).optional(),
    /** What a command asks for in a box of its own: a token. */
    secret: z.string().max(65_536).optional(),
    ...ofPage,
  }),
  z.strictObject({
    command: z.string().max(64),
    action: z.string().max(64).default(''),
    values: z.record(z.string().max(64), z.string().max(4000)).default({}),
    ...ofPage,
  }),
]);

export type RunBody = z.infer<typeof bodySchema>;

/** Null when the body is not what the page would send. */
export function readRunBody(body: string): RunBody | null {
  return bodySchema.safeParse(jsonOrNull(body)).data ?? null;
}

/** The reader's own zone when the browser told a real one. */
export function zoneOf(body: RunBody): string | null {
  return body.zone === undefined ? null : knownZone(body.zone);
}

function lineCommand(
  { line, files = [], password = '', secret: hidden = '' }: Extract<RunBody, { line: string }>,
  commands: readonly Command[],
): ParsedCommand {
  const parsed = parseLine(commands, line, files.map(sentFile));
  const lock = parsed.action.options.find(({ kind }) => kind === 'password');
  const boxed = secretOptionOf(parsed.action);
  return {
    ...parsed,
    values: {
      ...parsed.values,
      ...(lock === undefined || password === '' ? {} : { [lock.name]: password }),
      ...(boxed === null || hidden === '' ? {} : { [boxed.name]: hidden }),
    },
  };
}

function sentFile({ name, base64 }: z.infer<typeof fileSchema>): UploadedFile {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  return {
    name: name === '' ? 'file' : name,
    size: bytes.length,
    async bytes() {
      if (bytes.length > mostUploadBytes) throw tooLarge(name, bytes.length);
      return bytes;
    },
  };
}

/** Throws `UserError` when the line or the button names nothing there is. */
export function commandOf(body: RunBody, commands: readonly Command[]): ParsedCommand {
  if ('line' in body) return lineCommand(body, commands);
  const command = commands.find((candidate) => candidate.name === body.command);
  const action = command === undefined ? null : actionOf(command, body.action);
  if (command === undefined || action === null) {
    throw new UserError(
      'This button belongs to a command that is no longer there. Type /help to see what is.',
    );
  }
  const known = action.options.map((option) => option.name);
  const values = Object.fromEntries(Object.entries(body.values).filter(([name]) => known.includes(name)));
  return { command, action, values };
}
