import { defineCheck } from '../../core/check.ts';
import type { Evidence } from '../../core/finding.ts';
import { type TokenFacts, tokenProbe } from '../../probes/token.ts';
import { tokenEvidence } from '../reading/above/token-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const tokenClaims = defineCheck({
  id: 'oauth/token-claims',
  severity: 'error',
  blame: 'target',
  title: 'Claims of the token are missing or not what they must be',
  explanation:
    'A resource server that keeps to the standard for JWT access tokens wants certain claims and times in seconds as numbers. Libraries differ in what they let pass: some refuse the token, some take a token that never ends.',
  fix: 'Correct what the issuer puts into its tokens. Times are seconds since 1970 as JSON numbers, not the milliseconds that JavaScript counts. A token of type at+jwt needs iss, exp, aud, sub, client_id, iat and jti.',
  citation: 'RFC 9068 §2.2',
  reads: { token: tokenProbe },
  judge({ token }) {
    const wrong = [...wrongDates(token), ...missing(token)];
    const other = otherKind(token);
    const [first] = wrong;
    if (first !== undefined) {
      return [{ title: `${first.label}: ${first.value}`, evidence: [...tokenEvidence(token), ...wrong] }];
    }
    return other === null
      ? []
      : [{ severity: other.severity, title: other.title, evidence: tokenEvidence(token) }];
  },
});

function wrongDates({ claims }: TokenFacts): readonly Evidence[] {
  if (claims === null) return [];
  const dates = { exp: claims.expires, nbf: claims.notBefore, iat: claims.issuedAt };
  return Object.entries(dates).flatMap(([name, date]) =>
    date.kind === 'wrong' ? [evidence(`The claim ${name}`, how[date.how])] : [],
  );
}

const how = {
  text: 'it is a text and must be a number of seconds',
  milliseconds: 'it counts milliseconds and must count seconds',
  'no-number': 'it is not a number of seconds',
} as const;

/** RFC 9068 §2.2. */
const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'];

function missing({ header, claims }: TokenFacts): readonly Evidence[] {
  if (claims === null || header?.type !== 'at+jwt') return [];
  const absent = required.filter((name) => !claims.names.includes(name));
  return absent.length === 0 ? [] : [evidence('The token of type at+jwt lacks', listed(absent))];
}

/** Tokens that were never meant for a resource server. */
function otherKind({
  header,
  claims,
}: TokenFacts): { readonly severity: 'error' | 'notice' | 'warning'; readonly title: string } | null {
  const type = header?.type ?? null;
  if (type === 'dpop+jwt')
    return { severity: 'error', title: 'This is a proof of possession (DPoP), not an access token' };
  if (type === 'logout+jwt')
    return { severity: 'error', title: 'This is a logout token, not an access token' };
  const names = claims?.names ?? [];
  if (['nonce', 'at_hash', 'c_hash'].some((name) => names.includes(name))) {
    return {
      severity: 'notice',
      title: 'This looks like an ID token, which is for the client and not for a resource server',
    };
  }
  return claims?.expires.kind === 'absent'
    ? { severity: 'warning', title: 'The token never expires: it has no exp' }
    : null;
}
