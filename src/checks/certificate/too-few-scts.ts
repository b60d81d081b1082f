import { defineCheck } from '../../core/check.ts';
import type { PolicyVerdict } from '../../pki/ct/policy.ts';
import { type Transparency, transparencyProbe } from '../../probes/transparency.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeTransparency, sctEvidence } from '../reading/chain/transparency-words.ts';
import { evidence } from '../reading/evidence.ts';

const mostScts = 5;

export const tooFewScts = defineCheck({
  id: 'certificate/too-few-scts',
  severity: 'error',
  blame: 'target',
  title: 'The certificate is not logged as browsers want it',
  explanation:
    'Certificates of public authorities have to prove that they stand in public logs (certificate transparency), by signed timestamps (SCTs) from two or three of them. This one brings too few that count. Chrome, Edge and Safari refuse it (Chrome CT Policy; Apple, support.apple.com/103214), as does Firefox on the desktop from 135 on; Chrome says ERR_CERTIFICATE_TRANSPARENCY_REQUIRED. Curl, Java, Go and Node do not look, which is why it may seem to work.',
  fix: 'Have the certificate issued again with SCTs embedded: every public authority does so unless it was told not to (AWS Certificate Manager: switch "certificate transparency logging" on; others: do not ask for an unlogged certificate). Nothing has to change on the server.',
  citation: 'RFC 6962 §5.2',
  reads: { transparency: transparencyProbe },
  judge({ transparency }, { target }) {
    return judgeTransparency(transparency, (seen) => {
      const short = seen.policies.filter(({ binds, satisfied }) => binds && !satisfied);
      const worst = short.toSorted((one, other) => other.missing.length - one.missing.length)[0];
      // What our list is too old to know is not the certificate's fault.
      if (worst === undefined || (transparency.list.stale && mayBeKnownElsewhere(seen, short))) return null;
      const failed = seen.tlsExtension.kind === 'failed';
      return {
        title: titleOf(seen, short, worst),
        // The server may deliver them in the TLS extension, which could not be seen.
        ...(failed ? { severity: 'warning' as const } : {}),
        evidence: [
          ...short.map(({ policy, missing }) => evidence(`${policy} misses`, missing.join('; '))),
          ...seen.scts.slice(0, mostScts).map(sctEvidence),
          evidence('TLS extension', extensionText(seen)),
        ],
        reproduce: opensslLeaf(target, seen.addresses[0] ?? '', '-ext ct_precert_scts'),
      };
    });
  },
});

function titleOf(seen: Transparency, short: readonly PolicyVerdict[], worst: PolicyVerdict): string {
  const who = short.map(({ policy }) => (policy === 'Apple' ? 'Safari' : policy)).join(' and ');
  const verb = short.length === 1 ? 'wants' : 'want';
  const { counted, wanted } = worst.embedded;
  const all = seen.scts.length;
  if (all === 0) return `The certificate carries no transparency timestamp; ${who} ${verb} ${wanted}`;
  if (counted < wanted) {
    const what = `${all} transparency timestamp${all === 1 ? '' : 's'} ${counted === 1 ? 'counts' : 'count'}`;
    return `Only ${counted} of ${what}; ${who} ${verb} ${wanted}`;
  }
  return `The transparency timestamps do not suffice for ${who}: ${worst.missing.join('; ')} missing`;
}

/** Whether the SCTs of logs that our list does not have would make up for what is missing. */
function mayBeKnownElsewhere({ scts }: Transparency, short: readonly PolicyVerdict[]): boolean {
  const unknown = scts.filter(({ fault }) => fault?.kind === 'unknown-log').length;
  return short.every(({ embedded }) => unknown > 0 && embedded.counted + unknown >= embedded.wanted);
}

function extensionText({ tlsExtension, scts }: Transparency): string {
  switch (tlsExtension.kind) {
    case 'not-asked':
      return 'not asked for';
    case 'failed':
      return `could not be seen: ${tlsExtension.reason}`;
    case 'asked': {
      const count = scts.filter(({ source }) => source === 'tls').length;
      return count === 0 ? 'asked for, none sent' : `${count} sent`;
    }
  }
}
