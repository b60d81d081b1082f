import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { type TokenFacts, tokenProbe } from '../../probes/token.ts';
import { keysCommand, tokenEvidence } from '../reading/above/token-words.ts';
import { evidence } from '../reading/evidence.ts';

export const tokenAlgorithm = defineCheck({
  id: 'oauth/token-algorithm',
  severity: 'fatal',
  blame: 'target',
  title: 'The token is signed with an algorithm that a resource server must not take',
  explanation:
    'The header of the token names the algorithm of its signature. Servers have a list of those they take and a key for each. None at all, or a shared secret where a public key is expected, are how tokens are forged: a sound server refuses both whatever the signature is.',
  fix: 'Let the issuer sign with a key of its key set: RS256, PS256, ES256 or EdDSA. Keycloak: Access Token Signature Algorithm of the client; Auth0: Signing Algorithm of the API (RS256, not HS256).',
  citation: 'RFC 8725 §3.1',
  reads: { token: tokenProbe },
  judge({ token }) {
    if (token.signature.kind !== 'bad-algorithm') return [];
    const seen = wordsOf(token, token.signature);
    return [
      { ...seen, evidence: [...tokenEvidence(token), ...seen.evidence], reproduce: keysCommand(token) },
    ];
  },
});

function wordsOf(
  { header }: TokenFacts,
  { why, keyType }: Extract<TokenFacts['signature'], { kind: 'bad-algorithm' }>,
): Observation {
  const named = header?.algorithm ?? 'none';
  switch (why) {
    case 'none':
      return {
        title: 'The token is not signed at all (alg none)',
        evidence: [evidence('signature', 'none')],
      };
    case 'missing':
      return { title: 'The header of the token names no algorithm', evidence: [] };
    case 'symmetric':
      return {
        title: `The token is signed with a shared secret (${named}), not with a key of the issuer`,
        evidence: [evidence('danger', 'a server that takes the public key for the secret lets anybody sign')],
      };
    case 'unknown':
      return { title: 'The token is signed with an algorithm that servers do not know', evidence: [] };
    case 'not-for-key':
      return {
        title: `The token says ${named}, and the key of that name is for ${keyType ?? 'another one'}`,
        evidence: [evidence('key', keyType ?? 'another algorithm')],
      };
  }
}
