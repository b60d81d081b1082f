import { defineCheck } from '../../core/check.ts';
import { tokenProbe } from '../../probes/token.ts';
import { tokenEvidence } from '../reading/above/token-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const tokenCritical = defineCheck({
  id: 'oauth/token-critical',
  severity: 'fatal',
  blame: 'target',
  title: 'The token demands an extension that resource servers do not know',
  explanation:
    'The header lists members under crit: whoever does not understand each of them must refuse the token, whatever else is right. Libraries know none unless they are told to.',
  fix: 'Let the issuer leave crit out of access tokens, or teach the resource server the extension in its JWT library.',
  citation: 'RFC 7515 §4.1.11',
  reads: { token: tokenProbe },
  judge({ token }) {
    const critical = token.header?.critical ?? [];
    if (critical.length === 0) return [];
    return [{ evidence: [...tokenEvidence(token), evidence('crit', listed(critical))] }];
  },
});
