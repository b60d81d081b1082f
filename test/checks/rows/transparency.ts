import type { SctFault } from '../../../src/pki/ct/sct-verdict.ts';
import { daysFromNow, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { enoughScts, sctOf, transparencyFacts } from '../../support/facts/transparency-facts.ts';

const bad = (kind: SctFault, detail = 'it does not fit') => ({ fault: { kind, detail } });
const unknown = { log: null, ...bad('unknown-log', 'log Gamma= is not listed') };
const asked = { kind: 'asked', address: '192.0.2.7:443' } as const;
const few = 'certificate/too-few-scts';
const invalid = 'certificate/sct-invalid';

const tooFew = { id: few, severity: 'error', reproduce: '-ext ct_precert_scts' } as const;
const faulty = { id: invalid, severity: 'warning', reproduce: '-ext ct_precert_scts' } as const;
const enough = {
  silentWhen: 'two logs of two operators signed',
  silent: { transparency: transparencyFacts(enoughScts) },
};

export const rows: readonly RuleRow[] = [
  {
    ...tooFew,
    when: 'there is none',
    facts: { transparency: transparencyFacts([], { tlsExtension: asked }) },
    title: /carries no transparency timestamp; Chrome and Safari want 2/,
    evidence: [
      'Chrome misses: 2 more of 2 embedded SCTs from distinct logs; logs of 2 operators (0 seen)',
      'TLS extension: asked for, none sent',
      'list of logs: of 14 Nov 2026, bundled',
    ],
    silentWhen: 'the authority is private',
    silent: { transparency: transparencyFacts([], { bound: false }) },
  },
  {
    ...tooFew,
    when: 'one of two is bad',
    facts: { transparency: transparencyFacts([sctOf('Alpha'), sctOf('Beta', bad('bad-signature'))]) },
    title: /^Only 1 of 2 transparency timestamps counts; Chrome and Safari want 2/,
    evidence: ['Alpha 2026h2 (Alpha)', 'counts', 'it does not fit'],
    ...enough,
  },
  {
    ...tooFew,
    when: 'all come from static logs',
    facts: {
      transparency: transparencyFacts(
        ['Alpha', 'Beta'].map((operator) =>
          sctOf(operator, { log: { description: operator, operator, tiled: true, retired: null } }),
        ),
      ),
    },
    title: /do not suffice for Safari: one SCT from a log of RFC 6962 missing/,
    ...enough,
  },
  {
    ...tooFew,
    severity: 'warning',
    when: 'the TLS extension could not be seen',
    facts: {
      transparency: transparencyFacts([sctOf('Alpha')], {
        tlsExtension: { kind: 'failed', address: '192.0.2.7:443', reason: 'it did not answer in time' },
      }),
    },
    title: /Only 1 of 1 transparency timestamp counts/,
    evidence: ['TLS extension: could not be seen: it did not answer in time'],
    silentWhen: 'the list is too old to know the other log',
    silent: {
      transparency: transparencyFacts([sctOf('Alpha'), sctOf('Gamma', unknown)], {}, { stale: true }),
    },
  },
  {
    ...tooFew,
    when: 'the list that was asked for was not taken',
    facts: {
      transparency: transparencyFacts(
        [],
        {},
        { problem: 'logs.json was not taken as list of logs: it is not JSON' },
      ),
    },
    title: /carries no transparency timestamp/,
    evidence: ['note: logs.json was not taken as list of logs: it is not JSON'],
    silentWhen: 'it was issued before anybody asked for timestamps',
    silent: {
      transparency: transparencyFacts([], {
        leaf: leafWith({ notBefore: new Date('2018-04-01T00:00:00Z') }),
      }),
    },
  },
  {
    ...faulty,
    when: 'one beside enough has a wrong signature',
    facts: { transparency: transparencyFacts([...enoughScts, sctOf('Gamma', bad('bad-signature'))]) },
    title: /^One of 3 transparency timestamps has a wrong signature/,
    evidence: ['embedded SCT: Gamma 2026h2 (Gamma)', 'it does not fit'],
    ...enough,
  },
  {
    ...faulty,
    when: 'two are bad',
    facts: {
      transparency: transparencyFacts([
        ...enoughScts,
        sctOf('Gamma', unknown),
        sctOf('Delta', bad('future', 'its time has not come')),
      ]),
    },
    title: /^2 of 4 transparency timestamps do not count; one is from the future/,
    ...enough,
  },
  {
    ...faulty,
    severity: 'notice',
    when: 'a log is unknown to a list that is too old',
    facts: {
      transparency: transparencyFacts(
        [...enoughScts, sctOf('Gamma', unknown)],
        {},
        { stale: true, date: daysFromNow(-90) },
      ),
    },
    title: /from a log that is not listed/,
    evidence: ['list of logs: of 26 Aug 2026'],
    ...enough,
  },
];
