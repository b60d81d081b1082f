import { SlackError } from './shapes.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** As Slack words it: the reason, then where. */
export function invalidBlocks(pointer: string, reason: string): SlackError {
  return new SlackError('invalid_blocks', [`[ERROR] ${reason} [json-pointer:${pointer}]`]);
}

export function fieldsOf(pointer: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidBlocks(pointer, 'must be an object');
  }
  return value as Fields;
}

export function onlyFields(pointer: string, fields: Fields, known: readonly string[]): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw invalidBlocks(`${pointer}/${unknown}`, `invalid additional property: ${unknown}`);
}

export function listOf(pointer: string, value: unknown, least: number, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidBlocks(pointer, 'must be an array');
  if (value.length > most) throw invalidBlocks(pointer, `no more than ${most} items allowed`);
  if (value.length < least) throw invalidBlocks(pointer, `no fewer than ${least} items required`);
  return value;
}

export function textOf(pointer: string, value: unknown, least: number, most: number): string {
  if (typeof value !== 'string') throw invalidBlocks(pointer, 'must be a string');
  if (value.length > most) throw invalidBlocks(pointer, `must be less than ${most + 1} characters`);
  if (value.length < least) throw invalidBlocks(pointer, `must be more than ${least - 1} characters`);
  return value;
}

export function optionalText(pointer: string, value: unknown, most: number): void {
  if (value !== undefined) textOf(pointer, value, 1, most);
}

export function oneOf(pointer: string, value: unknown, allowed: readonly unknown[]): void {
  if (!allowed.includes(value)) throw invalidBlocks(pointer, `must be one of ${JSON.stringify(allowed)}`);
}

export function optionalFlag(pointer: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw invalidBlocks(pointer, 'must be a boolean');
}
