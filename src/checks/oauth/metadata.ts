import { defineCheck } from '../../core/check.ts';
import { oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { evidence, listed } from '../reading/evidence.ts';

export const oauthMetadata = defineCheck({
  id: 'oauth/metadata',
  severity: 'notice',
  blame: 'target',
  title: 'The metadata of the issuer lacks members that the standard requires',
  explanation:
    'Issuers that only sign tokens for machines (Kubernetes, CI systems) often leave out what a login would need, and resource servers do not miss it. A client library that checks the document as a whole refuses it.',
  fix: 'Add the members if clients log in here. If the issuer only publishes keys, nothing has to be done.',
  citation: 'RFC 8414 §2',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    const { metadata, address } = oauth;
    // A missing issuer or key set has a rule of its own.
    const missing = metadata?.missing.filter((name) => name !== 'issuer' && name !== 'jwks_uri') ?? [];
    if (metadata === null || missing.length === 0) return [];
    return [
      {
        title: `The metadata of the issuer lacks ${listed(missing, 3)}`,
        evidence: [evidence('URL', metadata.url), evidence('missing', listed(missing))],
        reproduce: curlDocument(metadata.url, address),
      },
    ];
  },
});
