import type { RecordsSaid } from '../../../probes/authorities/authority-facts.ts';
import { isSerialBehind } from '../../../probes/authorities/serials.ts';
import type { Voice } from './authority-voices.ts';

/** What one server says of the name, A and AAAA taken together. */
export type Word =
  /** It does not exist. */
  | { readonly kind: 'absent' }
  /** It exists and has no address. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'records'; readonly aliases: readonly string[]; readonly addresses: readonly string[] }
  | { readonly kind: 'error'; readonly rcode: string };

/** Null when it was not heard on both, or sends us to another zone. */
export function wordOf(a: RecordsSaid | null, aaaa: RecordsSaid | null): Word | null {
  if (a === null || aaaa === null || a.referral !== null || aaaa.referral !== null) return null;
  const rcodes = [a.rcode, aaaa.rcode];
  const aliases = a.aliases.length > 0 ? a.aliases : aaaa.aliases;
  const addresses = [...a.data, ...aaaa.data];
  if (aliases.length > 0 || addresses.length > 0) return { kind: 'records', aliases, addresses };
  if (rcodes.includes('NXDOMAIN')) return { kind: 'absent' };
  const error = rcodes.find((rcode) => rcode !== 'NOERROR');
  return error === undefined ? { kind: 'empty' } : { kind: 'error', rcode: error };
}

/** What a server said both times; null when it changed its mind or was heard once: rotation, or a change under way. */
export function steadyWord({ said }: Voice): Word | null {
  const before = wordOf(said.a, said.aaaa);
  const after = said.again === null ? null : wordOf(said.again.a, said.again.aaaa);
  return before !== null && after !== null && isSameWord(before, after) ? before : null;
}

export function isSameWord(one: Word, other: Word): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function wordText(word: Word): string {
  switch (word.kind) {
    case 'absent':
      return 'does not exist (NXDOMAIN)';
    case 'empty':
      return 'has no address';
    case 'error':
      return `answers ${word.rcode}`;
    case 'records':
      return [...word.aliases.slice(0, 1), ...word.addresses.slice(0, 4)].join(', ');
  }
}

export type Stragglers = {
  readonly newest: Voice;
  readonly behind: readonly Voice[];
};

/**
 * Servers whose copy is older than that of another with the same primary, both times they were asked. Copies of
 * another primary count by themselves: two providers number as they like.
 */
export function stragglersOf(voices: readonly Voice[]): Stragglers | null {
  for (const kin of Map.groupBy(voices, ({ said }) => said.soa.primary).values()) {
    const newest = kin.reduce((best, voice) => (isOlder(best, voice) ? voice : best));
    const behind = kin.filter(
      (voice) =>
        isOlder(voice, newest) &&
        voice.said.again !== null &&
        voice.said.again.serial === voice.said.soa.serial,
    );
    if (behind.length > 0) return { newest, behind };
  }
  return null;
}

function isOlder(one: Voice, other: Voice): boolean {
  const [serial, than] = [one.said.soa.serial, other.said.soa.serial];
  return serial !== null && than !== null && isSerialBehind(serial, than);
}
