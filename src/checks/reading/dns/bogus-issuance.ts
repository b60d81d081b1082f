import type { Observation } from '../../../core/finding.ts';
import type { IssuanceFacts } from '../../../probes/issuance.ts';
import { dig } from '../../commands/dig.ts';
import { linkEvidence, linkFix, linkText, linkTitle, renewalText } from './dnssec-words.ts';
import { namesEvidence, together } from './issuance-words.ts';

const mostTold = 4;

/** Signatures that do not hold over what a CA asks for, each broken place once. */
export function bogusForIssuance({ names }: IssuanceFacts): readonly Observation[] {
  const found = names.flatMap((name) => name.bogus.map((answer) => ({ answer, name })));
  const places = together(found, ({ answer: { link } }) => [link.code, link.zone, link.type].join(' '));
  return places.slice(0, mostTold).map((group) => {
    const [{ answer }] = group;
    const { link, type, name, server } = answer;
    const asked = type === 'CAA' ? `CAA of ${name}` : name;
    // CAA is asked for whatever the way of proving; the place of a DNS challenge by those who use one.
    const blocks = group.some((one) => one.answer.type === 'CAA' || one.name.name.startsWith('*.'));
    return {
      severity: blocks ? 'error' : 'warning',
      title: `DNSSEC of ${asked} is broken: ${linkTitle(link)}`,
      explanation: `${linkText(link).replace(/^./, (letter) => letter.toUpperCase())}. ${renewalText}`,
      fix: linkFix(link),
      evidence: [...linkEvidence(link, answer), ...namesEvidence(group.map((one) => one.name))],
      reproduce: dig(link.name, link.type, server ?? undefined, '+dnssec', '+cd'),
    };
  });
}
