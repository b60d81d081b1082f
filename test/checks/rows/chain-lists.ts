import { caWith, daysFromNow, intermediate, leafWith, root } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { brokenPath, chainFacts, healthyFacts } from '../../support/facts/probe-facts.ts';

const leaf = leafWith();
const upper = caWith('Upper CA', 'Test Root');
const lower = caWith('Test Intermediate', 'Upper CA');
const stranger = caWith('Stranger CA', 'Elsewhere');
const sent = (...certificates: readonly (typeof leaf)[]) => ({
  chain: chainFacts({ leaf, sent: certificates }),
});
const expired = caWith('Old Cross', 'Gone Root', { notAfter: daysFromNow(-100) });

export const rows: readonly RuleRow[] = [
  {
    id: 'chain/wrong-order',
    when: 'two intermediates are swapped',
    facts: sent(leaf, upper, lower),
    title: /sent in the wrong order/,
    evidence: ['sent 2: Upper CA', 'right order: 1, 3, 2'],
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'each follows the one it certifies',
    silent: sent(leaf, lower, upper, root),
  },
  {
    id: 'chain/wrong-order',
    when: 'the leaf does not come first',
    facts: { chain: chainFacts({ leaf: lower, sent: [lower, leaf] }) },
    title: /does not send its own certificate first/,
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'a stranger stands between',
    silent: sent(leaf, stranger, intermediate),
  },
  {
    id: 'chain/superfluous',
    when: 'a stranger is sent along',
    facts: sent(leaf, intermediate, stranger),
    title: /sends Stranger CA, which has nothing to do with its own certificate/,
    evidence: ['superfluous: Stranger CA'],
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'it is a cross-sign of the intermediate',
    silent: sent(leaf, intermediate, caWith('Test Intermediate', 'Other Root')),
  },
  {
    id: 'chain/duplicate',
    when: 'the leaf is sent twice',
    facts: sent(leaf, leaf, intermediate),
    title: /sends the certificate api\.example\.org more than once/,
    evidence: ['as sent: api.example.org, api.example.org, Test Intermediate'],
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'each is sent once',
    silent: healthyFacts,
  },
  {
    id: 'chain/root-included',
    when: 'the trusted root is sent along',
    facts: sent(leaf, intermediate, root),
    title: /also sends the root certificate Test Root/,
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'the root is not trusted, which another rule tells',
    silent: {
      chain: chainFacts({
        leaf,
        sent: [leaf, intermediate, root],
        ...brokenPath({ kind: 'untrusted-root', root }),
      }),
    },
  },
  {
    id: 'chain/expired-cross-sign',
    when: 'another way makes the expired one unnecessary',
    facts: {
      chain: chainFacts({ path: { trusted: true, path: [leaf, intermediate, root], detours: [expired] } }),
    },
    title: /still sends Old Cross, which expired on Sun 16 Aug 2026/,
    evidence: ['Old Cross: issued by CN=Gone Root'],
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'there is no other way',
    silent: { chain: chainFacts(brokenPath({ kind: 'rule', rule: 'intermediate-expired', at: expired })) },
  },
  {
    id: 'chain/wrong-order',
    when: 'an intermediate stands before the one it certifies',
    facts: sent(leaf, upper, lower, root),
    title: /wrong order/,
    reproduce: '-showcerts',
    severity: 'warning',
    silentWhen: 'a second certificate of its issuer follows',
    silent: sent(leaf, caWith('Upper CA', 'Other Root'), lower, upper),
  },
];
