import { defineCheck } from '../../core/check.ts';
import { oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { evidence } from '../reading/evidence.ts';

export const oauthEndpoints = defineCheck({
  id: 'oauth/endpoints',
  severity: 'error',
  blame: 'target',
  title: 'An endpoint of the issuer is not where it should be',
  explanation:
    'The metadata sends clients to an endpoint in the clear. Codes, tokens and secrets would cross the network readable and changeable by anybody on the way, and clients that keep to the standard refuse. Usually the server does not know that a proxy in front of it ends TLS.',
  fix: 'Let the authorization server know its public URL: X-Forwarded-Proto from the proxy and trust in it (Keycloak: proxy-headers; Spring: forward-headers-strategy; oidc-provider: proxy = true), or the issuer setting with https.',
  citation: 'RFC 8414 §2',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    const { metadata, address } = oauth;
    const odd = metadata?.endpoints.filter(({ fault }) => fault !== null) ?? [];
    if (metadata === null || odd.length === 0) return [];
    const clear = odd.filter(({ fault }) => fault === 'not-https');
    const shown = (clear.length > 0 ? clear : odd).slice(0, 8);
    return [
      {
        ...(clear.length > 0 ? {} : elsewhere),
        title:
          clear.length > 0
            ? `The ${clear[0]?.name ?? 'endpoint'} of the issuer is http, not https`
            : `The ${shown[0]?.name ?? 'endpoint'} of the issuer is on another domain, or no URL of the web`,
        evidence: [evidence('metadata', metadata.url), ...shown.map(({ name, url }) => evidence(name, url))],
        reproduce: curlDocument(metadata.url, address),
      },
    ];
  },
});

const elsewhere = {
  severity: 'notice',
  explanation:
    'The metadata sends clients to a host of another registered domain than the issuer. Large providers do so (accounts.google.com and googleapis.com), and it is in order when both belong to the same owner. Keys that are fetched from elsewhere sign in the name of the issuer.',
  fix: "Nothing, if the other domain is yours or your provider's. Otherwise correct the metadata.",
} as const;
