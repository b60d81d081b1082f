import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { type OauthFacts, oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { documentText, issuerText } from '../reading/above/oauth-words.ts';
import { evidence } from '../reading/evidence.ts';

export const oauthJwks = defineCheck({
  id: 'oauth/jwks',
  severity: 'fatal',
  blame: 'target',
  title: 'The keys of the issuer cannot be had',
  explanation:
    'Resource servers check the signature of a token with the keys that the issuer publishes at its jwks_uri. There are none to be had, so every token is refused as soon as the keys that servers remember are used up, usually within minutes.',
  fix: 'Look at the jwks_uri in the metadata: it must be reachable from where the resource servers run, answer 200 with {"keys": [...]} without a redirect, and hold at least one public key for signatures (use "sig" or none). If it names an internal host, set the public URL of the authorization server.',
  citation: 'RFC 7517 §5',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    const seen = trouble(oauth);
    if (seen === null) return [];
    return [
      {
        ...seen,
        evidence: [evidence('issuer', issuerText(oauth)), ...seen.evidence],
        reproduce: commandFor(oauth),
      },
    ];
  },
});

function trouble({ metadata, keySet }: OauthFacts): Observation | null {
  if (metadata === null) return null;
  if (keySet === null) {
    const { jwksUri } = metadata;
    if (jwksUri !== null) {
      return {
        title: 'The jwks_uri of the issuer is not a web URL',
        evidence: [evidence('jwks_uri', jwksUri)],
      };
    }
    // RFC 8414 §2 leaves it out where tokens are opaque; OpenID Connect needs keys for its ID tokens.
    return metadata.kind === 'openid'
      ? {
          title: 'The metadata of the issuer has no jwks_uri',
          evidence: [evidence('metadata', metadata.url)],
        }
      : null;
  }
  const { document, keys, url } = keySet;
  const at = evidence('jwks_uri', url);
  if (document.kind !== 'object') {
    if (document.kind === 'unreachable' && document.why === 'aborted') return null;
    const said = documentText(document);
    if (document.kind === 'unreachable' && document.why === 'refused') {
      // Whether others can fetch them is not known: it is we who may not.
      const title = 'The keys of the issuer are at an address that we may not dial';
      return { title, blame: 'our-vantage', evidence: [at, evidence('refused', said)] };
    }
    return {
      title: `The keys of the issuer cannot be had: ${said}`,
      evidence: [at, evidence('answer', said)],
    };
  }
  if (keys === null) return { title: 'The key set of the issuer has no list of keys', evidence: [at] };
  if (keys.some(({ verifies }) => verifies)) return null;
  return {
    title:
      keys.length === 0
        ? 'The key set of the issuer is empty'
        : 'The key set of the issuer holds no key that a signature can be checked with',
    evidence: [
      at,
      ...keys
        .slice(0, 6)
        .map(({ kid, type, use }) => evidence(kid ?? 'without kid', `${type}, use ${use ?? 'not said'}`)),
    ],
  };
}

function commandFor({ metadata, keySet, address }: OauthFacts): string | null {
  if (metadata === null) return null;
  if (keySet === null) return curlDocument(metadata.url, address);
  const { document, url } = keySet;
  return curlDocument(url, document.kind === 'unreachable' ? null : document.address);
}
