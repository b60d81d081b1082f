import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { tokenEvidence } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';

export const tokenBound = defineCheck({
  id: 'oauth/token-bound',
  severity: 'notice',
  blame: 'unknown',
  title: 'The token is bound to a key: alone it is worth nothing',
  explanation:
    'The claim cnf ties the token to a key of the client. A resource server wants a proof of that key with each request and refuses the bare token: by a DPoP header, or by the client certificate of the connection. What was looked at here is the token without its proof.',
  fix: 'Nothing, if the client sends the proof. If it sends the token as Bearer, let it send Authorization: DPoP and a DPoP header, or use the client certificate that the token was issued for.',
  citation: 'RFC 7800 §3.1',
  reads: { token: tokenProbe },
  judge({ token }) {
    const by = token.claims?.boundBy ?? null;
    if (by === null) return [];
    const words = {
      dpop: 'DPoP (jkt)',
      mtls: 'a client certificate (x5t#S256)',
      other: 'a key of the client',
    };
    return [{ evidence: [...tokenEvidence(token), evidence('bound by', words[by])] }];
  },
});
