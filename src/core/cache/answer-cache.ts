/**
 * What others signed or promised and what stays true until a moment: OCSP answers, CRLs, ARI windows, log lists. Keys
 * begin with what they hold ("ocsp ", "crl ", "ari "). A failure of the place where they are kept costs a fetch, never
 * an answer: `get` then says null and `put` says nothing.
 */
export type AnswerCache = {
  /** Null when nothing is known, or what is known has ended. */
  get(key: string): Promise<Uint8Array | null>;
  put(key: string, bytes: Uint8Array, until: Date): Promise<void>;
};

const mostBytesKept = 64 * 1024 * 1024;

type Kept = { readonly bytes: Uint8Array; readonly until: number };

/** Kept in this process only: for the terminal, and in front of a slower place. The oldest go first when it is full. */
export function createMemoryCache(now: () => Date): AnswerCache {
  const kept = new Map<string, Kept>();
  let total = 0;
  const drop = (key: string) => {
    total -= kept.get(key)?.bytes.length ?? 0;
    kept.delete(key);
  };
  return {
    async get(key) {
      const found = kept.get(key);
      if (found === undefined) return null;
      if (found.until > now().getTime()) return found.bytes;
      drop(key);
      return null;
    },
    async put(key, bytes, until) {
      drop(key);
      if (bytes.length > mostBytesKept || until <= now()) return;
      kept.set(key, { bytes, until: until.getTime() });
      total += bytes.length;
      for (const oldest of kept.keys()) {
        if (total <= mostBytesKept) return;
        drop(oldest);
      }
    },
  };
}
