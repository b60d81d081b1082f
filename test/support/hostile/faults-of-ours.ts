import type { Logged } from '../../chat/discord/fake-world.ts';

/** Errors in the log that no stranger's words may cause: thrown by our own code, at a place. Each kind once. */
export function faultsOfOurs(logged: readonly Logged[]): readonly string[] {
  const faults = logged.flatMap(({ fields, message }) => {
    const { err } = fields as { readonly err?: unknown };
    if (!(err instanceof Error)) return [];
    return [`${message}: ${err.stack?.split('\n').slice(0, 3).join('') ?? err.message}`];
  });
  // What the services of such a test do not have.
  return [...new Set(faults.filter((fault) => !/this test\b|handed over/.test(fault)))];
}
