import { parseTarget } from '../../../src/core/target.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { allowed, ip, reachFacts } from '../../support/facts/probe-facts.ts';

const loopback = {
  ip: '127.0.0.1',
  port: 443,
  rule: 'loopback',
  variable: 'ALLOWED_NETWORKS',
  entry: '127.0.0.1/32',
} as const;
const smtp = { ip, port: 25, rule: 'denied port', variable: 'DENIED_PORTS', entry: null } as const;

export const rows: readonly RuleRow[] = [
  {
    id: 'target/not-allowed',
    when: 'the policy refuses every address',
    facts: { reach: reachFacts({ allowed: [], refused: [loopback] }) },
    title: /not allowed to look at 127\.0\.0\.1: loopback/,
    evidence: ['127.0.0.1:443: loopback (ALLOWED_NETWORKS)'],
    reproduce: null,
    severity: 'error',
    silentWhen: 'one address may be looked at',
    silent: { reach: reachFacts({ refused: [loopback] }) },
  },
  {
    id: 'target/not-allowed',
    when: 'the port is denied',
    facts: { reach: reachFacts({ allowed: [], refused: [smtp] }) },
    title: /denied port/,
    evidence: ['DENIED_PORTS'],
    reproduce: null,
    severity: 'error',
    silentWhen: 'there was no address to judge',
    silent: { reach: reachFacts({ allowed: [] }) },
  },
  {
    id: 'target/some-not-allowed',
    when: 'the policy refuses one of two addresses',
    facts: { reach: reachFacts({ refused: [loopback] }) },
    title: /1 of 2 addresses were not looked at/,
    evidence: ['127.0.0.1'],
    reproduce: null,
    severity: 'notice',
    silentWhen: 'all are refused',
    silent: { reach: reachFacts({ allowed: [], refused: [loopback] }) },
  },
  {
    id: 'target/addresses-left-out',
    when: 'there are more addresses than one look covers',
    facts: { reach: reachFacts({ leftOut: 4 }) },
    title: /4 more addresses/,
    evidence: ['looked at: 1', 'left out: 4'],
    reproduce: null,
    severity: 'notice',
    silentWhen: 'all were looked at',
    silent: { reach: reachFacts({ allowed: [allowed(ip)] }) },
  },
  {
    id: 'target/scheme-assumed',
    when: 'a bare port is registered for another protocol than HTTP',
    target: parseTarget('mail.example.org:587'),
    facts: { reach: reachFacts() },
    title: /Port 587 is taken for smtp:\/\/, which begins in the clear/,
    evidence: ['asked as: smtp://mail.example.org:587'],
    reproduce: null,
    severity: 'notice',
    silentWhen: 'it stands in front of a path, as in a URL',
    silent: {},
  },
];
