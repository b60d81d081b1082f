import type { DnsRecord } from '../dns/answer.ts';
import { encodeName } from '../dns/domain-name.ts';
import { digestOf, isKnownAlgorithm, isKnownDigest } from './algorithms.ts';
import { type BrokenLink, brokenLink } from './broken-link.ts';
import { type Ds, type Rrsig, readDnskey } from './records.ts';
import { findRrset } from './rrset.ts';
import { type Judge, maySign, verifyRrset, type ZoneKey, zoneKey } from './verify-rrset.ts';

export type KeysTrusted =
  | { readonly trusted: true; readonly keys: readonly ZoneKey[]; readonly signature: Rrsig }
  | { readonly trusted: false; readonly link: BrokenLink; readonly keys: readonly ZoneKey[] };

/** DS records that can be followed: SHA-1 digests only where there is no better one (RFC 4509 §3). */
export function usableDs(all: readonly Ds[]): readonly Ds[] {
  const known = all.filter((ds) => isKnownAlgorithm(ds.algorithm) && isKnownDigest(ds.digestType));
  const better = known.filter((ds) => ds.digestType !== sha1);
  return better.length > 0 ? better : known;
}

const sha1 = 1;
/** More keys than any zone has at once, even in the middle of a roll-over. */
const mostKeys = 64;

export function keysOf(records: readonly DnsRecord[], zone: string): readonly ZoneKey[] {
  const rrset = findRrset(records, zone, 'DNSKEY');
  return (rrset?.records ?? []).slice(0, mostKeys).flatMap((record) => {
    const key = readDnskey(record);
    return key === null ? [] : [zoneKey(key)];
  });
}

/** The keys of `zone` if one that a DS names has signed them all (RFC 4035 §5.2). `ds` are usable ones. */
export async function trustKeys(
  zone: string,
  records: readonly DnsRecord[],
  ds: readonly Ds[],
  judge: Judge,
): Promise<KeysTrusted> {
  const keys = keysOf(records, zone);
  const rrset = findRrset(records, zone, 'DNSKEY');
  const place = { zone, name: zone, type: 'DNSKEY' };
  const tags = { wanted: ds.map(({ keyTag }) => keyTag), found: keys.map(({ keyTag }) => keyTag) };
  const refuse = (link: BrokenLink): KeysTrusted => ({ trusted: false, link, keys });
  if (rrset === null) return refuse(brokenLink({ code: 'dnskey-missing', ...place }, tags));
  const named = keys.filter((key) => ds.some((one) => names(one, key, zone)));
  if (named.length === 0) return refuse(brokenLink({ code: 'ds-mismatch', ...place }, tags));
  const entries = named.filter(maySign);
  if (entries.length === 0) return refuse(brokenLink({ code: 'no-zone-key', ...place }, tags));
  const verified = await verifyRrset(rrset, { zone, keys: entries }, judge);
  if (verified.holds) {
    return { trusted: true, keys, signature: verified.signature };
  }
  if (verified.link.code !== 'rrsig-key-missing') return refuse(verified.link);
  return refuse(brokenLink({ code: 'dnskey-unsigned', ...place }, tags));
}

function names(ds: Ds, key: ZoneKey, zone: string): boolean {
  if (ds.keyTag !== key.keyTag || ds.algorithm !== key.algorithm) return false;
  const owner = encodeName(zone);
  if (owner === null) return false;
  return digestOf(ds.digestType, Buffer.concat([owner, key.wire]))?.equals(ds.digest) ?? false;
}
