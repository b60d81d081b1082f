import { onTestFinished } from 'vitest';

/** Fills with whatever rejects without a listener until the test ends. */
export function unhandledRejections(): readonly unknown[] {
  const reasons: unknown[] = [];
  const note = (reason: unknown) => void reasons.push(reason);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  return reasons;
}

/** After it, rejections of this turn are known to be handled or not. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
