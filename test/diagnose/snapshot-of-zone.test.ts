import { describe, expect, it } from 'vitest';
import { snapshotOfZone } from '../../src/diagnose/snapshot-of-zone.ts';
import type { AuthoritiesFacts } from '../../src/probes/authorities/authority-facts.ts';

function zone(own: boolean, ttl: number, authoritative = true): AuthoritiesFacts['zones'][number] {
  const said = {
    rcode: 'NOERROR',
    authoritative,
    aliases: [],
    data: [],
    ttl,
    notAlone: false,
    referral: null,
  };
  const look = { kind: 'replied', a: said, aaaa: null } as never;
  const server = { name: 'ns1.test', inParent: true, resolves: 'found', alias: null, resolved: [] } as const;
  const servers = [{ ...server, addresses: [{ ip: '127.0.0.1', at: '127.0.0.1:53', look }] }];
  return { zone: 'test', asked: 'a.test', own, delegation: null, listed: ['ns1.test'], servers, leftOut: 0 };
}

describe('what is kept of a zone', () => {
  it('are its name servers and the size of the TTL by their own word', () => {
    expect(snapshotOfZone({ zones: [zone(false, 5), zone(true, 300)], unseen: null })).toEqual({
      nameservers: { values: ['ns1.test'], partial: false },
      ttl: { values: ['minutes'], partial: true },
    });
  });

  it('is nothing of what a cache says, or where nobody was asked', () => {
    expect(snapshotOfZone({ zones: [zone(true, 300, false)], unseen: null }).ttl?.values).toEqual([]);
    expect(snapshotOfZone({ zones: [], unseen: 'closed' })).toEqual({});
    expect(snapshotOfZone(undefined)).toEqual({});
  });
});
