/** What a stand-in does when a client wants TLS. */
export type Manner =
  | 'offers'
  /** Knows no TLS. */
  | 'plain'
  /** Says that it knows TLS, and will not begin it. */
  | 'refuses'
  /** Wants nothing to do with the client. */
  | 'turns-away'
  /** Sends a line in the clear behind its go-ahead. */
  | 'injects'
  /** Never says a word. */
  | 'silent'
  /** Hangs up where its answer is due. */
  | 'hangs-up';

export type Clauses = {
  readonly manner: Manner;
  /** How long the greeting takes. */
  readonly delayMs?: number;
};

export function later(delayMs = 0): Promise<void> {
  return delayMs === 0
    ? Promise.resolve()
    : new Promise((resolve) => void setTimeout(resolve, delayMs).unref());
}
