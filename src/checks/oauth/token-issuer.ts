import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { tokenEvidence } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';

export const tokenIssuer = defineCheck({
  id: 'oauth/token-issuer',
  severity: 'fatal',
  blame: 'target',
  title: 'The token comes from another issuer than the resource server trusts',
  explanation:
    'The claim iss and the issuer that the resource server is set up with must be the same text, character by character. They are not, so the token is refused however sound it is: often it is the one of another environment or realm, or the issuer is reached under two names.',
  fix: 'Compare the two below. Set the resource server to the issuer as the token writes it, slash at the end included, or get the token from the issuer that it trusts.',
  citation: 'RFC 9068 §4',
  reads: { token: tokenProbe },
  judge({ token }) {
    const { issuerDifference, expected, claims } = token;
    if (issuerDifference === null || expected.issuer === null) return [];
    return [
      {
        title:
          issuerDifference === 'missing'
            ? 'The token does not say who issued it (no iss)'
            : issuerDifference === 'trailing-slash'
              ? 'The issuer of the token differs by the slash at its end'
              : 'The token comes from another issuer than the resource server trusts',
        evidence: [
          evidence('expected', expected.issuer),
          ...tokenEvidence(token),
          ...(claims?.issuer == null ? [evidence('iss', 'missing')] : []),
        ],
      },
    ];
  },
});
