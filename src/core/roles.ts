/**
 * What a process does. `bot`: answers people and delivers messages. `scheduler`: decides when what is due, plans sweeps and
 * judges alarms. `worker`: looks at endpoints.
 */
export const roles = ['bot', 'worker', 'scheduler'] as const;
export type Role = (typeof roles)[number];

/** Null where something else stands there. No words: all of them. */
export function readRoles(words: readonly string[]): readonly Role[] | null {
  const named = words.map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
  if (named.length === 0) return roles;
  const known = roles.filter((role) => named.includes(role));
  return named.every((word) => known.some((role) => role === word)) ? known : null;
}
