/** A log list that is not one; the message is one clause that says what is wrong with "it". */
export class LogListError extends Error {
  override readonly name = 'LogListError';
}

/** A key of RSA 8192 bits fits. */
const longestText = 2000;
const mostEntries = 2000;

export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  throw new LogListError(`${what} is no object`);
}

export function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new LogListError(`${what} is no list`);
  if (value.length > mostEntries) throw new LogListError(`${what} has over ${mostEntries} entries`);
  return value;
}

export function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw new LogListError(`${what} is missing`);
  if (value.length > longestText) throw new LogListError(`${what} is longer than ${longestText} characters`);
  return value;
}

/** The form the schema demands: RFC 3339 in UTC. */
export function timeOf(value: unknown, what: string): Date {
  const text = textOf(value, what);
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) || Number.isNaN(at.getTime())) {
    throw new LogListError(`${what} is not a moment such as 2026-10-11T13:35:24Z`);
  }
  return at;
}

export function optional<Value>(value: unknown, read: (value: unknown) => Value): Value | null {
  return value === undefined || value === null ? null : read(value);
}
