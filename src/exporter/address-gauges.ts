import type { Family } from '../core/series.ts';
import { addressHash } from './address-hash.ts';
import { gauge } from './gauges.ts';
import type { Chosen } from './looking.ts';

export function addressGauges({ lookupMs, address }: Chosen): readonly Family[] {
  return [
    gauge('probe_dns_lookup_time_seconds', lookupMs / 1000),
    gauge('probe_ip_protocol', address?.family ?? 0),
    gauge('probe_ip_addr_hash', address === null ? 0 : addressHash(address.ip)),
  ];
}
