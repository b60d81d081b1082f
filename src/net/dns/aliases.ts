import type { DnsRecord } from './answer.ts';

export type Alias = { readonly name: string; readonly target: string; readonly ttl: number };

export type AliasChain = {
  /** In order of following; empty when the name is no alias. */
  readonly aliases: readonly Alias[];
  /** An alias leads back to a name before it. */
  readonly loop: boolean;
  /** The name at the end: the owner of the address records. */
  readonly end: string;
};

/** Far beyond what any resolver follows. */
const longestChain = 32;

/** Follows the CNAME records of one answer from `name` (lower case, no trailing dot). */
export function followAliases(name: string, records: readonly DnsRecord[]): AliasChain {
  const aliases: Alias[] = [];
  const seen = new Set([name]);
  let end = name;
  while (aliases.length < longestChain) {
    const alias = records.find((record) => record.type === 'CNAME' && record.name === end);
    if (alias === undefined) return { aliases, loop: false, end };
    aliases.push({ name: end, target: alias.data, ttl: alias.ttl });
    end = alias.data;
    if (seen.has(end)) return { aliases, loop: true, end };
    seen.add(end);
  }
  return { aliases, loop: true, end };
}
