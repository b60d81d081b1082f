import type { StoreVerdict } from '../../../src/probes/chain/store-verdicts.ts';
import { daysFromNow, leafWith, now, root } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { brokenPath, chainFacts } from '../../support/facts/probe-facts.ts';

const anchor = { label: 'Test Root', subject: root.subject.text, fingerprint256: root.fingerprint256 };

function verdict(changes: Partial<StoreVerdict>): StoreVerdict {
  const { trusted = true } = changes;
  return {
    kind: 'mozilla',
    name: "Mozilla's list of 2026-10",
    asOf: new Date('2026-10-21T00:00:00Z'),
    isPublic: true,
    judges: false,
    trusted,
    anchor: trusted ? anchor : null,
    problem: trusted ? null : 'issuer-missing',
    ...changes,
  };
}

const mozilla = (changes: Partial<StoreVerdict> = {}) => verdict({ judges: true, ...changes });
const node = (changes: Partial<StoreVerdict> = {}) =>
  verdict({ kind: 'node', name: "this Node's list (24.1.0)", asOf: daysFromNow(-500), ...changes });
const system = (changes: Partial<StoreVerdict> = {}) =>
  verdict({ kind: 'system', name: "this system's store", asOf: null, isPublic: false, ...changes });

const unknown = brokenPath({ kind: 'issuer-missing', of: leafWith() });
const stores = (...all: readonly StoreVerdict[]) => ({ chain: chainFacts({ stores: all }) });
const broken = (...all: readonly StoreVerdict[]) => ({ chain: chainFacts({ ...unknown, stores: all }) });

export const rows: readonly RuleRow[] = [
  {
    id: 'chain/trust-stores-disagree',
    when: 'an older list lacks the root',
    facts: stores(mozilla(), node({ trusted: false }), system()),
    title:
      /^Trusted by Mozilla's list of 2026-10, not by this Node's list \(24\.1\.0\): the root was added later$/,
    evidence: [
      "Mozilla's list of 2026-10: trusts it, by Test Root; asked by Firefox",
      "this Node's list (24.1.0): does not trust it; asked by Node programs",
      "this system's store: trusts it, by Test Root; asked by curl",
    ],
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'all have it',
    silent: stores(mozilla(), node(), system()),
  },
  {
    id: 'chain/trust-stores-disagree',
    when: 'two lack it, and the date of one is not known',
    facts: stores(mozilla(), node({ trusted: false }), system({ trusted: false })),
    title: /not by this Node's list \(24\.1\.0\) and this system's store: they lack the root$/,
    reproduce: '-showcerts',
    severity: 'notice',
    silentWhen: 'there is one store only',
    silent: stores(mozilla()),
  },
  {
    id: 'chain/trust-stores-disagree',
    when: 'the newest list dropped the root',
    facts: broken(mozilla({ trusted: false }), node(), system()),
    title:
      /^Trusted by this Node's list \(24\.1\.0\) and this system's store, not by Mozilla's list of 2026-10: the root was removed since$/,
    reproduce: '-showcerts',
    severity: 'error',
    silentWhen: 'nobody has it',
    silent: broken(mozilla({ trusted: false }), node({ trusted: false }), system({ trusted: false })),
  },
  {
    id: 'chain/trust-stores-disagree',
    when: 'only this machine has the root',
    facts: broken(mozilla({ trusted: false }), node({ trusted: false }), system()),
    title: /^Trusted by this system's store, not by Mozilla's list of 2026-10: its root was installed here/,
    reproduce: '-showcerts',
    severity: 'error',
    silentWhen: 'EXTRA_CA_FILE has it as well',
    silent: stores(
      mozilla({ trusted: false }),
      verdict({ kind: 'extra', name: 'EXTRA_CA_FILE', isPublic: false, asOf: null }),
    ),
  },
  {
    id: 'vantage/trust-store-stale',
    when: 'our Node lacks a root that a newer list has',
    facts: stores(mozilla(), node({ trusted: false })),
    title:
      /Our store is out of date: this Node's list \(24\.1\.0\) lacks Test Root, which Mozilla's list of 2026-10 has/,
    evidence: ['root: CN=Test Root', "not known to: this Node's list (24.1.0), no newer than 12 Jul 2025"],
    reproduce: null,
    severity: 'warning',
    silentWhen: 'only the store of this machine lacks it, which is not ours',
    silent: stores(mozilla(), node(), system({ trusted: false })),
  },
  {
    id: 'vantage/trust-store-stale',
    when: 'the newest list is old and the issuer unknown',
    facts: broken(mozilla({ trusted: false, asOf: daysFromNow(-400) })),
    title: /Our newest list of roots is 400 days old/,
    evidence: ['age: 400 days'],
    reproduce: null,
    severity: 'warning',
    silentWhen: 'it is a month old',
    silent: broken(mozilla({ trusted: false, asOf: new Date(now.getTime() - 30 * 86_400_000) })),
  },
];
