import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { momentAndLength, tokenEvidence, usualLeewayMs } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';
import { lengthText } from '../reading/time-words.ts';

export const tokenExpired = defineCheck({
  id: 'oauth/token-expired',
  severity: 'fatal',
  blame: 'target',
  title: 'The token has expired',
  explanation:
    'The time in exp has passed. Resource servers refuse the token with 401 invalid_token, most of them to the second, some with half a minute or a minute of grace. Access tokens live for minutes on purpose.',
  fix: 'Get a new token. A client that runs on with an old one does not refresh in time: let it ask for the next one before expires_in is over, and once more on a 401. If tokens expire too soon, look at the clocks of issuer and resource server.',
  citation: 'RFC 7519 §4.1.4',
  reads: { token: tokenProbe },
  judge({ token }, { now }) {
    const expires = token.claims?.expires;
    if (expires?.kind !== 'at' || expires.at > now) return [];
    const ago = now.getTime() - expires.at.getTime();
    const issued = token.claims?.issuedAt;
    const life = issued?.kind === 'at' ? expires.at.getTime() - issued.at.getTime() : null;
    return [
      {
        title: `The token has expired ${lengthText(ago)} ago`,
        evidence: [
          ...tokenEvidence(token),
          evidence('exp', momentAndLength(expires.at, now)),
          ...(life === null || life <= 0 ? [] : [evidence('lived for', lengthText(life))]),
          ...(ago < usualLeewayMs ? [evidence('grace', 'servers that grant a minute still take it')] : []),
        ],
      },
    ];
  },
});
