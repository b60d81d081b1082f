import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { reasonOf, UserError } from '../core/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings with a name of the reader's own choice whose values are secret. */
const secretFamilies: readonly RegExp[] = [/^CLIENT_CERT_.+_PASSWORD$/, /^WEBHOOK_.+_(?:URL|SECRET)$/];

/** A password is never longer; who names a log or a device is told. */
const mostBytes = 64 * 1024;
/** Readable by all who are in the container, which is who it is for: Docker leaves no choice. */
const ownPlace = /^\/run\/secrets\//;

export function isSecretSetting(name: string, known: ReadonlySet<string>): boolean {
  return known.has(name) || secretFamilies.some((family) => family.test(name));
}

/**
 * The environment with every NAME_FILE of a secret setting read: NAME holds what is in it, but for one line break at its
 * end. `warn` is told of files that anybody may read. UserError names variable and file, never what it holds; where `mistaken`
 * is given it is told instead, and the setting left out.
 */
export function withSecretFiles(
  env: Environment,
  known: ReadonlySet<string>,
  warn: (sentence: string) => void,
  mistaken?: (sentence: string) => void,
): Environment {
  const resolved: Record<string, string | undefined> = { ...env };
  for (const [variable, path = ''] of Object.entries(env)) {
    const name = /^(.+)_FILE$/.exec(variable)?.[1];
    if (name === undefined || !isSecretSetting(name, known)) continue;
    delete resolved[variable];
    if (path.trim() === '') continue;
    try {
      if ((env[name] ?? '').trim() !== '')
        throw new UserError(`${name} and ${variable} are both set. Leave one of them out.`);
      resolved[name] = secretIn(path.trim(), variable, warn);
    } catch (thrown) {
      if (mistaken === undefined || !(thrown instanceof UserError)) throw thrown;
      mistaken(thrown.message);
    }
  }
  return resolved;
}

function secretIn(path: string, variable: string, warn: (sentence: string) => void): string {
  const { text, mode } = read(path, variable);
  const secret = text.replace(/\r?\n$/, '');
  if (secret.trim() === '') throw new UserError(`${variable} (${path}) is empty. Write the secret into it.`);
  if ((mode & 0o004) !== 0 && !ownPlace.test(path)) {
    warn(`${variable} (${path}) can be read by everybody on this machine: chmod o= ${path}`);
  }
  return secret;
}

function read(path: string, variable: string): { readonly text: string; readonly mode: number } {
  let file: number | null = null;
  try {
    file = openSync(path, 'r');
    const stat = fstatSync(file);
    if (stat.isDirectory()) throw new UserError(`${variable} (${path}) is a folder. Name the file in it.`);
    const bytes = Buffer.alloc(mostBytes + 1);
    // Of a pipe less may come at a time than there is.
    let length = 0;
    for (;;) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      length += count;
      if (count === 0 || length === bytes.length) break;
    }
    if (length > mostBytes) {
      throw new UserError(
        `${variable} (${path}) is longer than 64 KiB, which no secret is. Name another file.`,
      );
    }
    return { text: bytes.toString('utf8', 0, length), mode: stat.isFile() ? stat.mode : 0 };
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`${variable} cannot be read: ${reasonOf(thrown)}`);
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** What is secret in an environment, whole and in the pieces that others may repeat: passwords and paths of URLs, words. */
export function secretsIn(env: Environment, known: ReadonlySet<string>): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value = '']) =>
    isSecretSetting(name, known) && value.trim() !== '' ? [value.trim()] : [],
  );
  const words = values.flatMap((value) => value.split(/[\s,]+/)).filter((word) => word.length >= mostOfAName);
  const clients = env.INTROSPECTION_CLIENTS?.split(/[,\n]+/) ?? [];
  // After issuer and client id, whatever its length.
  const ofClients = clients.flatMap((entry) => entry.trim().split(/\s+/).slice(2));
  // The password of a URL may hold a comma, which parts the hosts of a database as well.
  return [...new Set([...values, ...ofClients, ...[...values, ...words].flatMap(piecesOf)])];
}

/** Client ids and hosts are shorter, or no harm is done by a dot in place of one. */
const mostOfAName = 12;

function piecesOf(word: string): readonly string[] {
  const url = /^[a-z]+:\/\//i.test(word) ? URL.parse(word) : null;
  if (url === null) return [word, word.replace(/^whsec_/, ''), ...partsOf(word)];
  // The name of a database is no secret.
  const path = /^postgres/.test(url.protocol) ? [] : url.pathname.split('/');
  const pieces = [...path, ...path.map(decoded), ...url.searchParams.values()];
  return [url.password, decoded(url.password), ...pieces.filter(({ length }) => length >= mostOfAName)];
}

/** Of a token in three parts libraries log the first two, and hide the last. */
function partsOf(word: string): readonly string[] {
  return [word.slice(0, Math.max(0, word.lastIndexOf('.'))), ...word.split('.')].filter(
    ({ length }) => length >= mostOfAName,
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
