import { defineCheck } from '../../core/check.ts';
import type { IssuerDifference } from '../../oauth/issuer.ts';
import { type OauthFacts, oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { issuerText } from '../reading/above/oauth-words.ts';
import { evidence } from '../reading/evidence.ts';

export const oauthIssuerMismatch = defineCheck({
  id: 'oauth/issuer-mismatch',
  severity: 'fatal',
  blame: 'target',
  title: 'The metadata names another issuer than the one it was fetched for',
  explanation:
    'The issuer in the metadata must be the URL it was found under, character by character: a slash at the end, http for https or another host name makes it another issuer. Clients refuse such metadata, since somebody could otherwise pass off his own, and tokens then carry an iss that nobody expects.',
  fix: 'Either give clients the issuer as the document writes it, or let the authorization server know by which URL it is reached. Keycloak: KC_HOSTNAME; Dex, Hydra, oidc-provider: the issuer setting; behind a proxy: X-Forwarded-Proto and X-Forwarded-Host, and trust in them.',
  citation: 'RFC 8414 §3.3',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    const wrong = mismatchIn(oauth);
    if (wrong === null) return [];
    const { url, issuer, difference } = wrong;
    return [
      {
        // One document for all tenants is a known habit; clients that know it do not compare.
        ...(difference === 'template' ? { severity: 'error' } : {}),
        title: issuer === null ? 'The metadata does not name its issuer' : titles[difference],
        evidence: [
          evidence('asked for', issuerText(oauth)),
          evidence('the document says', issuer ?? 'nothing'),
          evidence('URL', url),
          evidence('address', oauth.address),
        ],
        reproduce: curlDocument(url, oauth.address),
      },
    ];
  },
});

type Mismatch = {
  readonly url: string;
  readonly issuer: string | null;
  readonly difference: IssuerDifference;
};

function mismatchIn({ metadata }: OauthFacts): Mismatch | null {
  if (metadata === null) return null;
  const { issuer, url, difference } = metadata;
  if (issuer === null) return { url, issuer, difference: 'not-a-url' };
  return difference === null ? null : { url, issuer, difference };
}

const titles: Readonly<Record<IssuerDifference, string>> = {
  'trailing-slash': 'The metadata names an issuer that differs by the slash at its end',
  scheme: 'The metadata names the issuer with http instead of https',
  case: 'The metadata names an issuer that differs in upper and lower case',
  port: 'The metadata names an issuer at another port',
  host: 'The metadata names an issuer at another host',
  path: 'The metadata names an issuer with another path',
  template: 'The metadata names a template instead of an issuer',
  'not-a-url': 'The metadata names an issuer that is not a URL',
};
