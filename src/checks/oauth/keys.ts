import { defineCheck } from '../../core/check.ts';
import type { Severity } from '../../core/finding.ts';
import type { KeyProblem, PublishedKey } from '../../oauth/key-set.ts';
import { oauthProbe } from '../../probes/oauth.ts';
import { curlDocument } from '../commands/curl-json.ts';
import { evidence } from '../reading/evidence.ts';
import { momentText } from '../reading/time-words.ts';

export const oauthKeys = defineCheck({
  id: 'oauth/keys',
  severity: 'warning',
  blame: 'target',
  title: 'A key in the key set of the issuer is not in order',
  explanation:
    'The key set can be read and at least one key of it works. Another one is weak, cannot be read, shares its name with one like it, or contradicts itself. Libraries differ in what they do then: some skip the key, some refuse the whole set, some take the wrong one of two and call a good signature bad.',
  fix: 'Take the key out of the set or mend it: RSA keys of at least 2048 bits, a kid of its own for each key, an alg that the type of key can do, and as x5c a certificate for the same key.',
  citation: 'RFC 7517 §4',
  reads: { oauth: oauthProbe },
  judge({ oauth }) {
    const { keySet } = oauth;
    const odd = (keySet?.keys ?? []).flatMap((key) =>
      key.problems.flatMap((problem) => {
        const said = wordsOf(problem);
        return said === null ? [] : [{ key, said }];
      }),
    );
    const [first] = odd.toSorted((one, other) => rank(one.said.severity) - rank(other.said.severity));
    if (keySet === null || first === undefined) return [];
    const { document, url } = keySet;
    return [
      {
        severity: first.said.severity,
        title: `${nameOf(first.key)} of the issuer ${first.said.text}`,
        evidence: [
          evidence('jwks_uri', url),
          ...odd.slice(0, 10).map(({ key, said }) => evidence(nameOf(key), said.text)),
        ],
        reproduce: curlDocument(url, document.kind === 'object' ? document.address : null),
      },
    ];
  },
});

function nameOf({ kid, position }: PublishedKey): string {
  return kid === null ? `Key ${position + 1}` : `Key ${kid.slice(0, 40)}`;
}

type Said = { readonly severity: Exclude<Severity, 'fatal'>; readonly text: string };

function rank(severity: Said['severity']): number {
  return ['error', 'warning', 'notice'].indexOf(severity);
}

/** Null: a rule of its own tells. */
function wordsOf(problem: KeyProblem): Said | null {
  switch (problem.kind) {
    case 'secret':
      return null;
    case 'weak':
      return { severity: 'error', text: `has only ${problem.bits} bits, which libraries refuse` };
    case 'duplicate-kid':
      return { severity: 'error', text: 'shares its kid with another key like it' };
    case 'certificate-mismatch':
      return { severity: 'error', text: 'comes with a certificate (x5c) for another key' };
    case 'wrong-algorithm':
      return { severity: 'warning', text: `cannot do ${problem.algorithm}, which stands beside it` };
    case 'certificate-unreadable':
      return { severity: 'warning', text: 'comes with a certificate (x5c) that cannot be read' };
    case 'certificate-expired':
      return {
        severity: 'notice',
        text: `comes with a certificate (x5c) that ended on ${momentText(problem.notAfter)}`,
      };
    case 'unreadable':
      return { severity: 'notice', text: 'is of a type that cannot be read here' };
  }
}
