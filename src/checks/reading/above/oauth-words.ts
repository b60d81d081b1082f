import type { Evidence } from '../../../core/finding.ts';
import type { OauthFacts, SeenDocument } from '../../../probes/oauth.ts';
import { evidence } from '../evidence.ts';

export function issuerText({ issuers }: OauthFacts): string {
  return issuers[0] ?? '';
}

/** What stands where a JSON document was expected, in a few words. */
export function documentText(document: Exclude<SeenDocument, { kind: 'object' }>): string {
  switch (document.kind) {
    case 'status':
      return document.location === null
        ? `answered ${document.status}`
        : `answered ${document.status}, a redirect to ${document.location}`;
    case 'not-json':
      return `answered 200, but ${document.problem}`;
    case 'unreachable':
      return document.message;
  }
}

/** One line for each place that was asked. */
export function placesEvidence({ places }: OauthFacts): readonly Evidence[] {
  return places.map(({ url, document }) =>
    evidence(url, document.kind === 'object' ? 'metadata' : documentText(document)),
  );
}
