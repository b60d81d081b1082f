import type { Check } from '../../core/check.ts';
import { ownClockSkew } from '../vantage/clock-skew.ts';
import { egressBlocked } from '../vantage/egress-blocked.ts';
import { intercepted } from '../vantage/intercepted.ts';
import { offline } from '../vantage/offline.ts';
import { overloaded } from '../vantage/overloaded.ts';
import { resolverBroken } from '../vantage/resolver-broken.ts';
import { trustStoreStale } from '../vantage/trust-store-stale.ts';

/** Every rule about this machine, what explains most first: see `checks`. */
export const vantageChecks: readonly Check[] = [
  offline,
  resolverBroken,
  egressBlocked,
  overloaded,
  ownClockSkew,
  intercepted,
  trustStoreStale,
];
