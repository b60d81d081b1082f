import type { AnswerCache } from '../../core/cache/answer-cache.ts';

const reasons = [
  /** No CA of the table or of ARI_DIRECTORIES issued it. */
  'no-directory',
  /** Without a key identifier it has no name to ask by. */
  'no-key-identifier',
  /** RFC 9773 §4.3: one that has ended is not asked about. */
  'ended',
  /** The CA does not speak ARI. */
  'not-offered',
  /** 404: not issued through this directory, or too old. */
  'not-known',
  'rate-limited',
  'unreachable',
  'malformed',
  /** A window that no renewal could follow. */
  'absurd',
] as const;

/** Why there is no window. */
export type Silence = {
  readonly kind: 'silent';
  readonly reason: (typeof reasons)[number];
  /** Part of a sentence, without a full stop: "it answered 503". */
  readonly detail: string;
  /** HTTP status of the answer, if one came. */
  readonly status: number | null;
};

/** A silence kept from an earlier attempt, while it is too soon to ask again. */
export async function keptSilence(cache: AnswerCache, url: string): Promise<Silence | null> {
  const kept = await cache.get(keyOf(url));
  if (kept === null) return null;
  const [name, status, ...detail] = Buffer.from(kept).toString('utf8').split(' ');
  const reason = reasons.find((known) => known === name);
  if (reason === undefined) return null;
  return {
    kind: 'silent',
    reason,
    detail: detail.join(' '),
    status: status === '-' ? null : Number(status),
  };
}

export async function keepSilence(
  cache: AnswerCache,
  url: string,
  { reason, status, detail }: Silence,
  until: Date,
): Promise<void> {
  await cache.put(keyOf(url), Buffer.from(`${reason} ${status ?? '-'} ${detail}`), until);
}

function keyOf(url: string): string {
  return `ari silent ${url}`;
}
