import type {
  ApexSaid,
  AuthoritiesFacts,
  AuthorityAddress,
  AuthorityReplies,
  AuthorityServer,
  RecordsSaid,
  ZoneFacts,
} from '../../../src/probes/authorities/authority-facts.ts';
import { host } from './certificate-facts.ts';

export const zone = 'example.org';

export function apexOf(changes: Partial<ApexSaid> = {}): ApexSaid {
  return {
    rcode: 'NOERROR',
    authoritative: true,
    recursionAvailable: false,
    truncated: false,
    serial: 7,
    primary: `ns1.${zone}`,
    refresh: 7200,
    referral: null,
    ...changes,
  };
}

export function recordsOf(data: readonly string[] = [], changes: Partial<RecordsSaid> = {}): RecordsSaid {
  return {
    rcode: 'NOERROR',
    authoritative: true,
    aliases: [],
    data,
    ttl: data.length === 0 ? null : 300,
    notAlone: false,
    referral: null,
    ...changes,
  };
}

type Replied = Extract<AuthorityAddress['look'], { kind: 'replied' }>;

export function repliedWith(changes: Partial<AuthorityReplies> = {}): Replied {
  return {
    kind: 'replied',
    elapsedMs: 12,
    soa: apexOf(),
    a: recordsOf(['192.0.2.7']),
    aaaa: recordsOf(),
    ns: [`ns1.${zone}`, `ns2.${zone}`],
    tcp: 'answered',
    edns: 'fine',
    again: null,
    ...changes,
  };
}

/** The same both times. */
export function steadily(changes: Partial<AuthorityReplies> = {}, behindSince: Date | null = null): Replied {
  const look = repliedWith(changes);
  return { ...look, again: { serial: look.soa.serial, behindSince, a: look.a, aaaa: look.aaaa } };
}

export const isSilent: AuthorityAddress['look'] = { kind: 'silent', reason: 'no reply', sure: true };

export function lameWith(rcode: string, changes: Partial<ApexSaid> = {}): Replied {
  const no = recordsOf([], { rcode, authoritative: false });
  const soa = apexOf({ rcode, authoritative: false, serial: null, primary: null, refresh: null, ...changes });
  return repliedWith({ soa, a: no, aaaa: no, ns: null });
}

export function serverWith(
  number: number,
  look: AuthorityAddress['look'],
  changes: Partial<AuthorityServer> = {},
): AuthorityServer {
  const ip = `203.0.${112 + number}.53`;
  return {
    name: `ns${number}.${zone}`,
    inParent: true,
    resolves: 'found',
    alias: null,
    resolved: [ip],
    addresses: [{ ip, at: `${ip}:53`, look }],
    ...changes,
  };
}

export function zoneWith(
  servers: readonly AuthorityServer[],
  changes: Partial<ZoneFacts> = {},
): AuthoritiesFacts {
  const names = servers.map(({ name }) => name);
  const delegation = { parent: 'org', server: '198.51.100.1:53', names, glue: [] };
  const facts = { zone, asked: host, own: true, delegation, listed: names, servers, leftOut: 0, ...changes };
  return { zones: [facts], unseen: null };
}

export const soundAuthorities = zoneWith([serverWith(1, repliedWith()), serverWith(2, repliedWith())]);
