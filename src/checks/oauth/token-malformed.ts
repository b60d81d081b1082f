import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { evidence } from '../reading/evidence.ts';

export const tokenMalformed = defineCheck({
  id: 'oauth/token-malformed',
  severity: 'fatal',
  blame: 'target',
  title: 'The token cannot be read as a JWT',
  explanation:
    'A resource server that checks JWTs takes the token apart at its dots, decodes header and payload from base64url and reads JSON. This fails already, so it answers 401 invalid_token before it looks at any claim. Tokens are cut by copying, by size limits of cookies and headers, and by shells.',
  fix: 'Copy the whole token again, from the response of the token endpoint and not from a log. If it is longer than a header may be (8 KB for many proxies), ask for fewer scopes or groups in it.',
  citation: 'RFC 7519 §7.2',
  reads: { token: tokenProbe },
  judge({ token }) {
    const { form, problem, introspection } = token;
    if (problem === null) return [];
    // Who introspects needs not read it.
    if (form !== 'malformed' && introspection.kind === 'active') return [];
    const seen = [evidence('what is wrong', problem)];
    switch (form) {
      case 'signed':
        return [];
      case 'malformed':
        return [{ title: `The token cannot be read as a JWT: ${problem}`, evidence: seen }];
      case 'encrypted':
        return [
          {
            ...unreadable,
            severity: 'error',
            title: 'The token is encrypted (JWE): a resource server without the key cannot read it',
            evidence: seen,
          },
        ];
      case 'opaque':
        return [
          {
            ...unreadable,
            severity: 'error',
            title: 'The token is opaque and no JWT: only introspection can tell what it is worth',
            evidence: seen,
          },
        ];
    }
  },
});

const unreadable = {
  explanation:
    'This may be a sound token of another kind. A resource server that expects a signed JWT refuses it; one that asks the issuer about each token (introspection, RFC 7662) or has the key takes it.',
  fix: 'Decide which kind the resource server expects, and let the issuer give that out: an audience or resource in the token request often turns an opaque token into a JWT (Auth0: audience; Hydra: strategies.access_token).',
} as const;
