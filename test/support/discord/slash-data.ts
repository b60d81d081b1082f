import type { UploadInput, UploadJson } from './uploads.ts';
import type { CommandOption, RegisteredCommand } from './validating/check-commands.ts';

export type Typed = {
  readonly name: string;
  readonly subcommand?: string;
  readonly options?: Readonly<Record<string, string | UploadInput>>;
};

/** The data of a slash command; what the client would not let anybody type is thrown out, saying why. */
export function slashData(
  typed: Typed,
  known: readonly RegisteredCommand[],
  upload: (input: UploadInput) => UploadJson,
): object {
  const resolved: Record<string, UploadJson> = {};
  const put = (input: UploadInput) => {
    const json = upload(input);
    resolved[json.id] = json;
    return json.id;
  };
  const { command, subcommand } = registered(typed, known);
  const options = optionsData(typed, (subcommand ?? command).options ?? [], put);
  return {
    id: command.id,
    name: command.name,
    type: 1,
    ...(Object.keys(resolved).length === 0 ? {} : { resolved: { attachments: resolved } }),
    options: subcommand === undefined ? options : [{ type: 1, name: subcommand.name, options }],
  };
}

/** The data of somebody who has typed so far: nothing has to be complete, and only an option that suggests can be asked for. */
export function typingData(typed: Typed, focused: string, known: readonly RegisteredCommand[]): object {
  const { command, subcommand } = registered(typed, known);
  const options = (subcommand ?? command).options ?? [];
  if (options.find(({ name }) => name === focused)?.autocomplete !== true) {
    throw new Error(`/${typed.name} suggests nothing for ${focused}.`);
  }
  const values = Object.entries(typed.options ?? {}).map(([name, value]) => ({
    ...{ type: 3, name, value },
    ...(name === focused ? { focused: true } : {}),
  }));
  return {
    id: command.id,
    name: command.name,
    type: 1,
    options: subcommand === undefined ? values : [{ type: 1, name: subcommand.name, options: values }],
  };
}

function registered(typed: Typed, known: readonly RegisteredCommand[]) {
  const command = known.find(({ name }) => name === typed.name);
  if (command === undefined) {
    const names = known.map(({ name }) => `/${name}`).join(' ');
    throw new Error(
      `/${typed.name} is not registered there, so nobody can type it (registered: ${names || 'none; call registerDiscordCommands first'}).`,
    );
  }
  const inside = command.options?.filter(({ type }) => type === 1) ?? [];
  const subcommand = inside.find(({ name }) => name === typed.subcommand);
  if (inside.length > 0 && subcommand === undefined) {
    throw new Error(`/${typed.name} needs one of: ${inside.map(({ name }) => name).join(', ')}.`);
  }
  return { command, subcommand };
}

function optionsData(
  typed: Typed,
  known: readonly CommandOption[],
  put: (input: UploadInput) => string,
): readonly object[] {
  const missing = known.find(
    ({ name, required }) => required === true && typed.options?.[name] === undefined,
  );
  if (missing !== undefined) throw new Error(`/${typed.name} needs the option ${missing.name}.`);
  return Object.entries(typed.options ?? {}).map(([name, value]) => {
    const option = known.find((candidate) => candidate.name === name);
    if (option === undefined) throw new Error(`/${typed.name} has no option ${name}.`);
    if (option.choices !== undefined && !option.choices.some((choice) => choice.value === value)) {
      throw new Error(`${value} is not one of the choices of ${name}.`);
    }
    const isFile = typeof value !== 'string';
    if (isFile !== (option.type === 11)) throw new Error(`${name} takes ${isFile ? 'no file' : 'a file'}.`);
    return { type: option.type, name, value: isFile ? put(value) : value };
  });
}
