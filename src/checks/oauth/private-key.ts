import { defineCheck } from '../../core/check.ts';
import { oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { evidence } from '../reading/evidence.ts';

export const oauthPrivateKey = defineCheck({
  id: 'oauth/private-key',
  severity: 'fatal',
  blame: 'target',
  title: 'The key set of the issuer holds private keys: they are burnt',
  explanation:
    'A document that everybody can fetch holds the private part of a signing key, or a shared secret. Whoever has read it can sign tokens for any user of this issuer, and nobody can tell them from real ones. Nothing of it is shown here.',
  fix: 'Make new signing keys now, publish only their public halves, and take the old ones out of the key set: every token signed with them is worthless from then on. Restart or flush resource servers that remember keys. Then look for how the private members got there (a whole JWK was serialized instead of its public part).',
  citation: 'RFC 7517 §9',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    const { keySet } = oauth;
    const burnt = (keySet?.keys ?? []).flatMap(({ kid, type, problems }) =>
      problems.flatMap((problem) =>
        problem.kind === 'secret' ? [{ kid, type, members: problem.members }] : [],
      ),
    );
    if (keySet === null || burnt.length === 0) return [];
    const { document, url } = keySet;
    return [
      {
        evidence: [
          evidence('jwks_uri', url),
          ...burnt
            .slice(0, 8)
            .map(({ kid, type, members }) =>
              evidence(kid ?? 'without kid', `${type} with ${members.join(', ')}`),
            ),
        ],
        reproduce: curlDocument(url, document.kind === 'object' ? document.address : null),
      },
    ];
  },
});
