import { type Block, labelled, text } from '../../core/message.ts';
import { dayText } from '../../core/text/utc-text.ts';
import type { Transparency, TransparencyFacts } from '../../probes/transparency.ts';
import type { SeenList } from './seen-list.ts';

/** One line: how many timestamps of public logs came with the certificate, and whether they hold. */
export function transparencyBlocks({ served, factsOf }: SeenList): readonly Block[] {
  const facts = factsOf('transparency');
  const seen = facts?.certificates.find(
    ({ fingerprint256 }) => fingerprint256 === served.leaf.fingerprint256,
  );
  if (facts == null || seen === undefined) return [];
  return [labelled('Transparency', text(sentenceOf(seen, facts)))];
}

function sentenceOf({ scts, bound, policies }: Transparency, { list }: TransparencyFacts): string {
  const day = dayText(list.date);
  if (scts.length === 0) return bound ? 'no timestamp' : 'no timestamp, and a private authority needs none';
  const good = scts.filter(({ fault }) => fault === null);
  const operators = new Set(good.map(({ log }) => log?.operator)).size;
  const verified = good.length === scts.length ? 'all verified' : `${good.length} of them verified`;
  const from = `from ${counted(operators, 'operator')}`;
  const told = `${counted(scts.length, 'timestamp')}${good.length === 0 ? '' : ` ${from}`}, ${verified}`;
  const short = bound ? policies.filter(({ binds, satisfied }) => binds && !satisfied) : [];
  const lacking =
    short.length === 0 ? '' : `, too few for ${short.map(({ policy }) => policy).join(' and ')}`;
  return `${told}${lacking} (list of ${day}${list.stale ? ', outdated' : ''})`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
