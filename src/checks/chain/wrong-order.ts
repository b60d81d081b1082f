import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import type { Target } from '../../core/target.ts';
import { type ChainFacts, chainProbe } from '../../probes/chain.ts';
import type { TlsFacts } from '../../probes/tls/tls-facts.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslClient } from '../commands/openssl.ts';
import { addressOf } from '../commands/place.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { addressEvidence, certificateName, evidence } from '../reading/evidence.ts';
import { failedWith } from '../reading/tls/failures.ts';
import { failureEvidence } from '../reading/tls/total.ts';

export const wrongOrder = defineCheck({
  id: 'chain/wrong-order',
  severity: 'warning',
  blame: 'target',
  title: 'The certificates are sent in the wrong order',
  explanation:
    'The leaf should come first and each certificate after it should be the issuer of the one before. Most clients sort them out; older TLS libraries and embedded devices do not and fail.',
  fix: 'Put the PEM blocks in order in the chain file: leaf, then its issuer, then the issuer of that. Leave the root out. Then reload.',
  citation: 'RFC 8446 §4.4.2',
  reads: {},
  mayRead: { tls: tlsProbe, chain: chainProbe },
  judge({ tls, chain }, { target }) {
    if (chain !== null) return inOneList(chain, target);
    return tls === null ? [] : beforeAnyHandshake(tls, target);
  },
});

function inOneList(chain: ChainFacts, target: Target): readonly Observation[] {
  return judgeServed(chain, 'warning', ({ sent, order }, address) => {
    const { inOrder, leafNotFirst, pathPositions } = order;
    if (inOrder && !leafNotFirst) return null;
    return {
      title: leafNotFirst
        ? 'The server does not send its own certificate first'
        : 'The certificates are sent in the wrong order',
      evidence: [
        ...sent
          .slice(0, 8)
          .map((certificate, at) => evidence(`sent ${at + 1}`, certificateName(certificate))),
        evidence('right order', pathPositions.map((position) => position + 1).join(', ')),
      ],
      reproduce: opensslClient(target, address, '-showcerts'),
    };
  });
}

/** The key of the first certificate must have signed the handshake; with another first, every client gives up. */
function beforeAnyHandshake(tls: TlsFacts, target: Target): readonly Observation[] {
  const failed = failedWith(tls, 'wrong-order');
  const [first] = failed;
  const seen = tls.addresses.find(({ address }) => first?.address === addressOf(address))?.handshake;
  if (first === undefined || seen?.kind !== 'failed' || seen.arrived === null) return [];
  return [
    {
      severity: 'fatal',
      title: 'The server does not send its own certificate first, and no client can finish the handshake',
      explanation:
        'The first certificate of the list is that of an authority which issued another one in it. A client takes the first for that of the server and looks for its key in the handshake, which the server does not have.',
      evidence: [
        addressEvidence(failed.map(({ address }) => address)),
        ...seen.arrived.entries
          .slice(0, 8)
          .map((entry) =>
            evidence(`sent ${entry.position + 1}`, 'label' in entry ? entry.label : 'unreadable'),
          ),
        ...failureEvidence(first.failure),
      ],
      reproduce: opensslClient(target, first.address, '-showcerts'),
    },
  ];
}
