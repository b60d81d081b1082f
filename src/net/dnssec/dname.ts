import type { DnsRecord } from '../dns/answer.ts';
import { encodeName, readName } from '../dns/domain-name.ts';
import { isBelow, labels } from './names.ts';
import { findRrset, type Rrset } from './rrset.ts';

/** The DNAME above `name` and where it leads (RFC 6672 §2.2); null without one, or when the new name is too long. */
export function followDname(
  records: readonly DnsRecord[],
  name: string,
): { readonly rrset: Rrset; readonly target: string } | null {
  const dname = records.find((record) => record.type === 'DNAME' && isBelow(name, record.name));
  if (dname === undefined) return null;
  const rrset = findRrset(records, dname.name, 'DNAME');
  const [wire, suffix] = [encodeName(name), encodeName(dname.data)];
  if (rrset === null || wire === null || suffix === null) return null;
  const kept = labels(name).length - labels(dname.name).length;
  let end = 0;
  for (let label = 0; label < kept; label += 1) end += 1 + wire.readUInt8(end);
  if (end + suffix.length > 255) return null;
  return { rrset, target: readName(Buffer.concat([wire.subarray(0, end), suffix]), 0).name };
}
