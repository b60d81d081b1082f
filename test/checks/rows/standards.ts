import type { Breach } from '../../../src/pki/rules/rule.ts';
import { intermediate, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { chainFacts } from '../../support/facts/probe-facts.ts';

const leaf = leafWith();

function breach(rule: Breach['rule'], weight: Breach['weight'] = 'refuse'): Breach {
  return { rule, citation: 'RFC 9999 §1', weight, sentence: `it breaks ${rule}` };
}

export const rows: readonly RuleRow[] = [
  {
    id: 'certificate/breaks-standard',
    when: 'an intermediate names no key of its issuer',
    facts: {
      chain: chainFacts({ breaches: [{ at: intermediate, breach: breach('rfc5280/authority-key-id') }] }),
    },
    title: /Test Intermediate is not as RFC 5280 wants it/,
    evidence: ['it breaks rfc5280/authority-key-id (RFC 9999 §1)'],
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'findings of their own tell of it',
    silent: {
      chain: chainFacts({
        breaches: [
          { at: leaf, breach: breach('baseline/lifetime') },
          { at: leaf, breach: breach('rfc5280/sound') },
          { at: leaf, breach: breach('baseline/key-algorithm') },
        ],
      }),
    },
  },
  {
    id: 'certificate/breaks-standard',
    when: 'nobody refuses the breach',
    facts: {
      chain: chainFacts({ breaches: [{ at: leaf, breach: breach('baseline/common-name', 'tell') }] }),
    },
    title: /CA\/Browser Forum wants it/,
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'nothing is broken',
    silent: { chain: chainFacts({}) },
  },
];
