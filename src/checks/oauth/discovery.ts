import { defineCheck } from '../../core/check.ts';
import { type OauthFacts, oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { issuerText, placesEvidence } from '../reading/above/oauth-words.ts';
import { evidence } from '../reading/evidence.ts';

export const oauthDiscovery = defineCheck({
  id: 'oauth/discovery',
  severity: 'fatal',
  blame: 'target',
  title: 'The issuer publishes no metadata where clients look for it',
  explanation:
    'Clients and resource servers find the endpoints and keys of an issuer in a JSON document at a fixed place below its URL: /.well-known/openid-configuration behind its path, or /.well-known/oauth-authorization-server before it. Neither is there, so nobody can configure itself from the issuer, and tokens cannot be checked.',
  fix: 'Check the issuer URL first, path and realm included (Keycloak: /realms/NAME, without /auth since version 17; Entra ID: /TENANT/v2.0; Auth0 and Okta: the custom domain or the authorization server). If it is right, route /.well-known/ to the authorization server: proxies and web applications often answer it themselves.',
  citation: 'RFC 8414 §3',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    if (oauth.metadata !== null) return [];
    const first = telling(oauth);
    if (first === undefined || first.document.kind === 'object') return [];
    const { document, url } = first;
    if (document.kind === 'unreachable' && document.why === 'aborted') return [];
    return [
      {
        title:
          document.kind === 'status' && document.location !== null
            ? `The metadata of the issuer is a redirect (${document.status}), which clients must not follow blindly`
            : document.kind === 'unreachable'
              ? `The metadata of the issuer cannot be fetched: ${document.message}`
              : document.kind === 'not-json'
                ? `Where the metadata of the issuer should be, ${document.problem}`
                : `The issuer publishes no metadata (${document.status} where clients look for it)`,
        // Libraries differ here: some follow, those that keep to the letter do not.
        ...(document.kind === 'status' && document.location !== null ? { severity: 'error' } : {}),
        evidence: [
          evidence('issuer', issuerText(oauth)),
          evidence('address', oauth.address),
          ...placesEvidence(oauth),
        ],
        reproduce: curlDocument(url, oauth.address),
      },
    ];
  },
});

/** The place that says most: an answer that is wrong tells more than one that is not there. */
function telling({ places }: OauthFacts): OauthFacts['places'][number] | undefined {
  const is404 = ({ document }: OauthFacts['places'][number]): boolean =>
    document.kind === 'status' && document.status === 404;
  return places.find((place) => !is404(place)) ?? places[0];
}
