import type { Config } from '../config.ts';
import { type AddressPace, createAddressPace } from '../monitor/looking/address-pace.ts';
import { isPublicAddress } from '../net/special-ranges.ts';

/**
 * Of the looks of one thread: each counts by itself. Addresses of one's own networks are no third party's, and a fleet behind one
 * balancer in there is not made to wait.
 */
export function looksPace({ sweep, databaseUrl }: Pick<Config, 'sweep' | 'databaseUrl'>): AddressPace {
  const threads = databaseUrl === null ? sweep.threads : 1;
  return createAddressPace({
    perSecond: Math.ceil(sweep.perAddress / threads),
    isCounted: isPublicAddress,
  });
}
