/** Lets the bot act at once on what a command did; without them it finds out within seconds. */
export type CommandHooks = {
  /** A look may have queued an alarm. */
  onLook?(): void;
  /** Something changed that this duty of the watch worker has to see at once. */
  onChange?(duty: string): void;
};
