import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { tokenEvidence } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';

export const tokenInactive = defineCheck({
  id: 'oauth/token-inactive',
  severity: 'fatal',
  blame: 'target',
  title: 'The issuer says that the token is not active: revoked or no longer known',
  explanation:
    'The issuer was asked about the token (introspection) and calls it inactive. If nothing else is wrong with it, it was revoked: the session was ended, the user was locked, the client was changed. Resource servers that only check the signature take it until it expires; those that ask refuse it now.',
  fix: 'Get a new token. If a fresh one is inactive too, look whether the client that asks may introspect tokens of this audience: issuers answer inactive for tokens that are none of its business.',
  citation: 'RFC 7662 §2.2',
  reads: { token: tokenProbe },
  judge({ token }) {
    if (token.introspection.kind !== 'inactive') return [];
    return [{ evidence: [...tokenEvidence(token), evidence('active', 'false')] }];
  },
});
