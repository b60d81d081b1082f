import { isPublicAddress } from '../../net/special-ranges.ts';

/**
 * Whether the resolver has the zone from inside somebody's network, as split DNS does it: all name servers it knows have
 * inside addresses only, while the delegation leads to the Internet. The two are then not meant to be the same.
 */
export function isOwnView(known: readonly (readonly string[])[], delegated: readonly string[]): boolean {
  const found = known.filter((addresses) => addresses.length > 0);
  if (found.length === 0 || found.some((addresses) => addresses.some(isPublicAddress))) return false;
  return delegated.some(isPublicAddress);
}
