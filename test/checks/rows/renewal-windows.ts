import { daysFromNow, leafWith } from '../../support/facts/certificate-facts.ts';
import type { RuleRow } from '../../support/facts/judging.ts';
import { ariFacts, chainFacts } from '../../support/facts/probe-facts.ts';

/** A leaf that lives from one day to another, and the window of its CA, in days from now. */
function asked(life: readonly [number, number], window: readonly [number, number], explanationUrl?: string) {
  const leaf = leafWith({ notBefore: daysFromNow(life[0]), notAfter: daysFromNow(life[1]) });
  const [start, end] = window.map(daysFromNow);
  if (start === undefined || end === undefined) throw new Error('a window has two ends');
  const why = explanationUrl === undefined ? {} : { explanationUrl };
  return { chain: chainFacts({ leaf }), ari: ariFacts(leaf, { start, end, ...why }) };
}

const page = 'https://ca.example/incident/7';
const young = [-20, 70] as const;
const middleAged = [-50, 40] as const;

export const rows: readonly RuleRow[] = [
  {
    id: 'certificate/renewal-due',
    when: 'the window of the CA has begun',
    facts: asked(middleAged, [-1, 1]),
    title: /due for renewal: 40 days left, overdue on Wed 25 Nov 2026/,
    evidence: ['renewal window: Mon 23 Nov 2026, 12:00 UTC to Wed 25 Nov 2026, 12:00 UTC, said by Test CA'],
    reproduce: '-dates',
    severity: 'warning',
    silentWhen: 'the CA asks for it later than a share of the lifetime would',
    silent: asked([-62, 28], [1, 3]),
  },
  {
    id: 'certificate/renewal-overdue',
    when: 'the window of the CA is over',
    facts: asked(middleAged, [-3, -1]),
    title: /is overdue: 40 days left/,
    evidence: ['said by Test CA'],
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'the CA leaves more time than a share of the lifetime would',
    silent: asked([-76, 14], [-1, 1]),
  },
  {
    id: 'certificate/renewal-overdue',
    when: 'it is old, whatever page explains the window',
    facts: asked([-65, 25], [-6, -4], page),
    title: /is overdue: 25 days left/,
    evidence: [`why: ${page}`],
    reproduce: '-dates',
    severity: 'error',
    silentWhen: 'the window was moved ahead, which another rule tells',
    silent: asked(young, [-19, -10]),
  },
  {
    id: 'certificate/revocation-announced',
    when: 'the window lies in the past of a young certificate',
    facts: asked(young, [-1 / 24, -1 / 48]),
    title: /Test CA wanted the certificate replaced by Tue 24 Nov 2026, 11:30 UTC, long before its time/,
    evidence: ['renewal window: Tue 24 Nov 2026, 11:00 UTC to Tue 24 Nov 2026, 11:30 UTC, said by Test CA'],
    reproduce: '-serial',
    severity: 'error',
    silentWhen: 'the window lies ahead',
    silent: asked(young, [39, 41]),
  },
  {
    id: 'certificate/revocation-announced',
    when: 'the window lies long before the certificate',
    facts: asked(young, [-9000, -8999]),
    title: /about to revoke it/,
    reproduce: '-serial',
    severity: 'error',
    silentWhen: 'the CA said nothing',
    silent: { chain: chainFacts({ leaf: leafWith() }) },
  },
  {
    id: 'certificate/revocation-announced',
    when: 'the window has begun ahead of time and a page explains it',
    facts: asked(middleAged, [-1, 1], page),
    title:
      /Test CA wants the certificate replaced between Mon 23 Nov 2026, 12:00 UTC and Wed 25 Nov 2026, 12:00 UTC/,
    evidence: [`why: ${page}`],
    reproduce: '-serial',
    severity: 'warning',
    silentWhen: 'a page explains the usual window',
    silent: asked([-60, 30], [-0.9, 0.9], page),
  },
];
