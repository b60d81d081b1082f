import type { DnsRecord } from './answer.ts';

/** RFC 1035 §3.3.13, from the presentation text of the record; times in seconds. */
export type StartOfAuthority = {
  readonly zone: string;
  readonly primary: string;
  readonly serial: number;
  readonly refresh: number;
  readonly ttl: number;
};

export function startOfAuthority(records: readonly DnsRecord[]): StartOfAuthority | null {
  const soa = records.find(({ type }) => type === 'SOA');
  if (soa === undefined) return null;
  const [primary = '.', , serial = '0', refresh = '0'] = soa.data.split(' ');
  return { zone: soa.name, primary, serial: Number(serial), refresh: Number(refresh), ttl: soa.ttl };
}
