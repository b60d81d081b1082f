import { type Block, labelled, text } from '../../core/message.ts';
import type { Certificate } from '../../pki/certificate/certificate.ts';
import type { ReportedChain } from '../../pki/report/file-report.ts';
import type { PathBreach } from '../../pki/rules/rule.ts';
import type { ServedChain } from '../../probes/chain.ts';

/** Two answers for one chain: what clients do with it, and which rules of the standards it breaks. */
export function standardBlocks(served: ServedChain): readonly Block[] {
  const { openssl, breaches, publiclyTrusted, route } = served;
  const rules = route === null ? [] : [labelled('Rules', text(rulesText(breaches, publiclyTrusted)))];
  return [clientsBlock(openssl), ...rules];
}

/** The same for a chain that nobody sends yet. */
export function fileStandardBlocks({
  clients,
  breaches,
  publiclyTrusted,
  path,
}: ReportedChain): readonly Block[] {
  const asked = clients !== null && clients.kind !== 'no-verdict';
  return [
    ...(asked ? [clientsBlock(clients.kind === 'refused' ? clients : null)] : []),
    ...(path.trusted ? [labelled('Rules', text(rulesText(breaches, publiclyTrusted)))] : []),
  ];
}

function clientsBlock(refusal: { readonly code: string; readonly message: string } | null): Block {
  const told =
    refusal === null ? 'accept the chain' : `refuse the chain: ${refusal.message} (${refusal.code})`;
  return labelled('OpenSSL clients', text(`curl, Node, Python and Ruby ${told}`));
}

const mostRules = 5;

function rulesText(breaches: readonly PathBreach[], publiclyTrusted: boolean): string {
  const standards = publiclyTrusted ? 'RFC 5280 and the Baseline Requirements' : 'RFC 5280';
  // Not `sound`: dates that have passed, the host and revocation are judged elsewhere and may stand above.
  if (breaches.length === 0) return `as issued, it keeps those of ${standards}`;
  const shown = breaches
    .slice(0, mostRules)
    .map(({ at, breach }) => `${nameOf(at)}: ${breach.sentence} (${breach.citation})`);
  const rest = breaches.length - mostRules;
  return `${breaches.length} of ${standards} broken. ${shown.join('; ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function nameOf({ subject, names }: Certificate): string {
  return subject.commonName ?? names?.dns[0] ?? subject.text;
}
