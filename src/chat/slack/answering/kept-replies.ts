/** The replies under the latest answers, by the key of the message; those before a restart are not known. */
export type Replies = {
  of(message: string): readonly string[];
  set(message: string, replies: readonly string[]): void;
};

export function createReplies(size: number): Replies {
  const kept = new Map<string, readonly string[]>();
  return {
    of: (message) => kept.get(message) ?? [],
    set(message, replies) {
      kept.delete(message);
      kept.set(message, replies);
      const [oldest] = kept.keys();
      if (kept.size > size && oldest !== undefined) kept.delete(oldest);
    },
  };
}
