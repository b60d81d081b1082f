import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence } from '../reading/evidence.ts';
import { momentText } from '../reading/time-words.ts';

export const expiredCrossSign = defineCheck({
  id: 'chain/expired-cross-sign',
  severity: 'warning',
  blame: 'target',
  title: 'The server sends an expired certificate that is no longer needed',
  explanation:
    'A certificate in the list has expired, and clients find another way to a trusted root, so current ones connect. Old ones (OpenSSL 1.0, GnuTLS before 3.6.14, old Android and embedded devices) follow the expired one and fail.',
  fix: 'Remove the expired certificate from the chain file, or use the chain that the authority ships today, and reload.',
  citation: 'RFC 4158 §2.4',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'warning', ({ path }, address) => {
      const expired = path.trusted ? path.detours : [];
      const first = expired[0];
      if (first === undefined) return null;
      return {
        title: `The server still sends ${certificateName(first)}, which expired on ${momentText(first.notAfter)}; clients find another way`,
        evidence: expired
          .slice(0, 4)
          .map((certificate) =>
            evidence(
              certificateName(certificate),
              `issued by ${certificate.issuer.text}, expired ${momentText(certificate.notAfter)}`,
            ),
          ),
        reproduce: opensslClient(target, address, '-showcerts'),
      };
    });
  },
});
