import type { RuleRow } from '../../support/facts/judging.ts';
import { quicFacts } from '../../support/facts/probe-facts.ts';

const versions = (...listed: readonly number[]) =>
  quicFacts({ kind: 'versions', versions: listed, elapsedMs: 1 });
const silent = { kind: 'silent', asked: 3, strangers: 0, elapsedMs: 1500 } as const;

export const rows: readonly RuleRow[] = [
  {
    id: 'http/h3-unreachable',
    when: 'nothing listens',
    facts: { quic: quicFacts({ kind: 'refused', elapsedMs: 0.4 }) },
    title: /nothing listens on UDP port 443/,
    evidence: ['Alt-Svc: h3=":443"', 'port unreachable (ICMP)'],
    reproduce: 'nc -u -w 3 192.0.2.7 443',
    severity: 'warning',
    silentWhen: 'version 1 is spoken',
    silent: { quic: versions(0x1a2a3a4a, 1) },
  },
  {
    id: 'http/h3-unreachable',
    when: 'nothing answers on a network of our own',
    facts: { quic: quicFacts(silent) },
    title: /nothing answers on UDP port 443/,
    evidence: ['asked 3 times'],
    reproduce: 'nc -u',
    severity: 'warning',
    silentWhen: 'this machine could not send',
    silent: { quic: quicFacts({ kind: 'not-sent', errno: 'EPERM', elapsedMs: 0.1 }) },
  },
  {
    id: 'http/h3-unreachable',
    when: 'nothing answers over the Internet, where anybody may have dropped it',
    facts: { quic: quicFacts(silent, true) },
    title: /nothing answers/,
    reproduce: 'nc -u',
    severity: 'notice',
    silentWhen: 'version 2 is spoken',
    silent: { quic: versions(0x6b3343cf) },
  },
  {
    id: 'http/h3-unreachable',
    when: 'nothing answers over the Internet, and others do',
    facts: { quic: quicFacts(silent, true, true) },
    title: /nothing answers/,
    reproduce: 'nc -u',
    severity: 'warning',
    silentWhen: 'the question could not be asked to its end',
    silent: { quic: quicFacts({ kind: 'aborted', elapsedMs: 3 }, true) },
  },
  {
    id: 'http/h3-unreachable',
    when: 'only drafts are spoken',
    facts: { quic: versions(0xff00001d, 0x51303433) },
    title: /only old versions of QUIC/,
    evidence: ['speaks QUIC draft 29, Q043'],
    reproduce: 'nc -u',
    severity: 'warning',
    silentWhen: 'nothing was promised',
    silent: { quic: { promises: [], udpGetsOut: null } },
  },
];
