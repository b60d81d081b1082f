import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { keysCommand, tokenEvidence } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';

export const tokenSignature = defineCheck({
  id: 'oauth/token-signature',
  severity: 'fatal',
  blame: 'target',
  title: 'The signature of the token is wrong',
  explanation:
    'The key that the token names is there, and the signature was not made with it over this header and payload. The token was changed or cut after it was signed, it is from another environment that uses the same name for another key, or somebody tries to forge it.',
  fix: 'Get a new token and look again before you suspect anybody: one changed character does this. If new tokens fail as well, the issuer publishes another key than it signs with; look for two environments behind one host name.',
  citation: 'RFC 7515 §5.2',
  reads: { token: tokenProbe },
  judge({ token }) {
    if (token.signature.kind !== 'wrong') return [];
    return [
      {
        evidence: [
          ...tokenEvidence(token),
          evidence('checked with', token.signature.kid ?? 'every key that fits'),
        ],
        reproduce: keysCommand(token),
      },
    ];
  },
});
