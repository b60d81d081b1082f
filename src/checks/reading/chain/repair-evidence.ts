import type { Evidence } from '../../../core/finding.ts';
import type { AddedIssuer, Repair } from '../../../probes/chain/repair-facts.ts';
import type { ServedChain } from '../../../probes/chain.ts';
import { certificateName, evidence, listed } from '../evidence.ts';
import { momentText } from '../time-words.ts';

export type Repaired = Extract<Repair, { readonly outcome: 'repaired' }>;

export function repairedOf({ repair }: ServedChain): Repaired | null {
  return repair?.outcome === 'repaired' ? repair : null;
}

export function addedNames(added: readonly AddedIssuer[]): string {
  return listed(added.map(({ certificate }) => certificateName(certificate)));
}

/** The proof: fails as sent, passes with what was fetched, by our own search and by OpenSSL. */
export function proofEvidence(served: ServedChain, repair: Repaired): readonly Evidence[] {
  const { added, path, openssl } = repair;
  return [
    evidence('as sent', `fails: ${listed(served.sent.map(certificateName))}`),
    evidence('with the missing one', `passes: ${listed(path.map(certificateName))}`),
    evidence('OpenSSL as sent', served.openssl?.message ?? 'accepts it'),
    evidence('OpenSSL with the missing one', clientText(openssl)),
    ...added
      .slice(0, 4)
      .flatMap(({ certificate, url, revocation }) => [
        evidence('missing', certificate.subject.text),
        evidence('found at', url),
        evidence('revoked', revocationText(revocation)),
      ]),
  ];
}

function clientText(verdict: Repaired['openssl']): string {
  switch (verdict.kind) {
    case 'accepted':
      return 'accepts it';
    case 'refused':
      return verdict.message;
    case 'no-verdict':
      return `was not asked: ${verdict.why}`;
  }
}

function revocationText(revocation: AddedIssuer['revocation']): string {
  switch (revocation?.status) {
    case undefined:
      return 'not asked';
    case 'good':
      return `no, by ${revocation.by}`;
    case 'revoked':
      return `on ${momentText(revocation.at)}, by ${revocation.by}${because(revocation.reason)}`;
    case 'unchecked':
      return `not known: ${revocation.because.replaceAll('-', ' ')}`;
  }
}

function because(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}

/** What was tried to find the issuer, and why it did not help. */
export function failedRepairEvidence(repair: ServedChain['repair']): readonly Evidence[] {
  switch (repair?.outcome) {
    case undefined:
    case 'repaired':
      return [];
    case 'no-url': {
      const name = certificateName(repair.of);
      return [
        ...fetchedEvidence(repair.added),
        evidence('fetching it', `not possible: ${name} names no address for its issuer (AIA)`),
      ];
    }
    case 'fetch-failed':
      return [
        ...fetchedEvidence(repair.added),
        ...repair.tried
          .slice(0, 3)
          .flatMap(({ url, reason }) => [
            evidence('fetching it', `failed: ${reason}`),
            evidence('address for the issuer (AIA)', url),
          ]),
      ];
    case 'revoked':
      return [
        evidence('fetched', addedNames(repair.added)),
        evidence(
          'revoked',
          `${repair.revoked.certificate.subject.text}, ${revocationText(repair.revoked.revocation)}`,
        ),
        evidence('found at', repair.revoked.url),
      ];
    case 'still-broken': {
      const { problem, added } = repair;
      const why = problem.kind === 'rule' ? problem.rule : problem.kind;
      return [
        ...fetchedEvidence(added),
        evidence('with that', `still not trusted: ${why.replaceAll('-', ' ')}`),
      ];
    }
  }
}

function fetchedEvidence(added: readonly AddedIssuer[]): readonly Evidence[] {
  return added.length === 0 ? [] : [evidence('fetched', addedNames(added))];
}
