import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { keysCommand, tokenEvidence } from '../reading/above/token-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const tokenUnknownKey = defineCheck({
  id: 'oauth/token-unknown-key',
  severity: 'fatal',
  blame: 'target',
  title: 'The token is signed with a key that the issuer does not publish',
  explanation:
    'The header names a key (kid), and the key set of the issuer has none of that name: resource servers cannot check the signature. The key was taken out too early after a change of keys, the token is from another environment, or the issuer signs with a key before it publishes it.',
  fix: 'Get a new token and look again. If new ones fail as well, publish the signing key; at a change of keys publish the new one before it signs, and keep the old one until the last token signed with it has expired. Restart resource servers that remember an old key set.',
  citation: 'RFC 7517 §4.5',
  reads: { token: tokenProbe },
  judge({ token }) {
    const { signature } = token;
    if (signature.kind !== 'unknown-key') return [];
    const { kid, known } = signature;
    return [
      {
        title:
          kid === null
            ? 'The token names no key, and the issuer publishes none that can check it'
            : 'The token is signed with a key that the issuer does not publish',
        evidence: [
          ...tokenEvidence(token),
          evidence('published', known.length === 0 ? 'none with a name' : listed(known)),
        ],
        reproduce: keysCommand(token),
      },
    ];
  },
});
