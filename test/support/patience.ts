/**
 * For `vi.waitFor`: what is awaited comes in milliseconds, but on a machine that does twenty things at a time in many
 * seconds. Without it one second is all there is.
 */
export const patience = { timeout: 60_000, interval: 50 };
