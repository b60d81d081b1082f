import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { tokenEvidence } from '../reading/above/token-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const tokenAudience = defineCheck({
  id: 'oauth/token-audience',
  severity: 'fatal',
  blame: 'target',
  title: 'The token is meant for another resource server',
  explanation:
    'The claim aud says for whom the token is, and the name that this resource server goes by is not in it. It must refuse: else a token for one service would open all others. Often the client asked for the token without naming the service.',
  fix: 'Ask for the token with the right audience or resource (Auth0: audience; Entra ID: scope api://ID/.default; Keycloak: an audience mapper in the client scope; RFC 8707: resource). Or add the value below to the audiences that the resource server takes, if it is another name for it.',
  citation: 'RFC 7519 §4.1.3',
  reads: { token: tokenProbe },
  judge({ token }) {
    const { claims, expected } = token;
    if (claims === null || expected.audience === null || claims.audiences.includes(expected.audience))
      return [];
    return [
      {
        title:
          claims.audiences.length === 0
            ? 'The token does not say for whom it is (no aud)'
            : 'The token is meant for another resource server',
        evidence: [
          evidence('expected', expected.audience),
          evidence('aud', claims.audiences.length === 0 ? 'missing' : listed(claims.audiences)),
          ...tokenEvidence(token),
        ],
      },
    ];
  },
});
