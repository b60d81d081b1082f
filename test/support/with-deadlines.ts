/**
 * Judges what becomes of a deadline, the short one first. What has to happen before it takes a millisecond, but a busy
 * machine may stand still for longer than the deadline is: then a longer one is tried, and the longest decides.
 *
 *     await withDeadlines(60, async (timeoutMs) => expect(await ask(silent, { timeoutMs })).toMatchObject(...));
 */
export async function withDeadlines(
  shortMs: number,
  judge: (timeoutMs: number) => Promise<void>,
): Promise<void> {
  for (const timeoutMs of [shortMs, shortMs * 5]) {
    try {
      return await judge(timeoutMs);
    } catch {
      // Once more, with more time.
    }
  }
  await judge(shortMs * 25);
}
