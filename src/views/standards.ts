import { type Block, labelled, text } from '../core/message.ts';
import type { ServedChain } from '../probes/chain.ts';

/** Two answers for one chain: what clients do with it, and which rules of the standards it breaks. */
export function standardBlocks({ openssl, breaches, publiclyTrusted, route }: ServedChain): readonly Block[] {
  const clients = openssl === null ? 'accept it' : `refuse it: ${openssl.message} (${openssl.code})`;
  const blocks: Block[] = [labelled('OpenSSL clients', text(`curl, Node, Python and Ruby ${clients}`))];
  if (route !== null) blocks.push(labelled('Rules', text(rulesText(breaches, publiclyTrusted))));
  return blocks;
}

const mostRules = 5;

function rulesText(breaches: ServedChain['breaches'], publiclyTrusted: boolean): string {
  const standards = publiclyTrusted ? 'RFC 5280 and the Baseline Requirements' : 'RFC 5280';
  if (breaches.length === 0) return `keeps those of ${standards}`;
  const shown = breaches
    .slice(0, mostRules)
    .map(({ at, breach }) => `${nameOf(at)}: ${breach.sentence} (${breach.citation})`);
  const rest = breaches.length - mostRules;
  return `${breaches.length} of ${standards} broken. ${shown.join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function nameOf({ subject, names }: ServedChain['leaf']): string {
  return subject.commonName ?? names?.dns[0] ?? subject.text;
}
