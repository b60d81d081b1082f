import type { DnsFacts, DnsLookup } from '../../../src/probes/dns.ts';
import { host } from './certificate-facts.ts';

type DnsAnswer = DnsLookup['a'];

export function answered(rcode: string, changes: Partial<DnsAnswer> = {}): DnsAnswer {
  return {
    status: 'answered',
    rcode,
    records: [],
    authority: [],
    authenticated: false,
    extendedErrors: [],
    server: '192.0.2.53:53',
    overTcp: false,
    elapsedMs: 3,
    ...changes,
  } as DnsAnswer;
}

export function unanswered(reason: 'timeout' | 'port-unreachable' | 'no-servers' | 'aborted'): DnsAnswer {
  return { status: 'no-answer', reason, tried: [{ server: '192.0.2.53:53', reason }], elapsedMs: 4000 };
}

export function lookupOf(changes: Partial<DnsLookup> = {}): DnsLookup {
  return {
    servers: ['192.0.2.53:53'],
    a: answered('NOERROR'),
    aaaa: answered('NOERROR'),
    unvalidated: null,
    aliases: [],
    aliasLoop: false,
    records: [],
    extendedErrors: [],
    ttl: 300,
    authenticated: false,
    ...changes,
  };
}

export function dnsFacts(lookup: Partial<DnsLookup> = {}, addresses: readonly string[] = []): DnsFacts {
  return { source: 'dns', name: host, addresses, hostsFile: null, lookup: lookupOf(lookup) };
}
