import { defineCheck } from '../../core/check.ts';
import { chainProbe, type ServedChain } from '../../probes/chain.ts';
import { opensslClient } from '../commands/openssl.ts';
import { type ChainFault, judgeServed } from '../reading/chain/served-chains.ts';
import {
  type Dissent,
  dissentOver,
  isOlder,
  storeEvidence,
  storeNames,
  trustedElsewhere,
} from '../reading/chain/store-dissent.ts';

export const trustStoresDisagree = defineCheck({
  id: 'chain/trust-stores-disagree',
  severity: 'error',
  blame: 'target',
  title: 'Some trust stores know the root and others do not',
  explanation:
    'Whether the certificate is trusted depends on the list of roots that a client has. Lists differ when a root is new and has not arrived everywhere, when a root was taken out and old lists still have it, or when a root was installed on some machines only. Chrome, Apple, Microsoft and Java keep lists of their own, which are not asked here.',
  fix: 'Have the certificate issued under a root that all clients of this service have, or serve the cross-signed intermediate that the authority offers for older clients.',
  citation: 'RFC 5280 §6.1.1',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'error', (served, address) => {
      const told = faultOf(served);
      return told && { ...told, reproduce: opensslClient(target, address, '-showcerts') };
    });
  },
});

function faultOf(served: ServedChain): ChainFault | null {
  const elsewhere = trustedElsewhere(served);
  if (elsewhere !== null) return onlyElsewhere(served, elsewhere);
  const dissent = dissentOver(served);
  return dissent?.judge.trusted === true ? notEverywhere(served, dissent) : null;
}

/** Clients with the newest list are fine: nothing is wrong with the target. */
function notEverywhere({ stores }: ServedChain, { judge, refusing }: Dissent): ChainFault {
  const older = refusing.filter((store) => isOlder(store, judge));
  const lacks = refusing.length === 1 ? 'it lacks the root' : 'they lack the root';
  const reason = older.length === refusing.length ? 'the root was added later' : lacks;
  return {
    severity: 'notice',
    blame: 'unknown',
    title: `Trusted by ${judge.name}, not by ${storeNames(refusing)}: ${reason}`,
    fix: 'Nothing on the server has to change. Clients that still have an old list need a newer one, or the cross-signed intermediate of the authority.',
    evidence: storeEvidence(stores),
  };
}

/** Clients with the newest list refuse it, and others do not. */
function onlyElsewhere({ stores }: ServedChain, { judge, trusting }: Dissent): ChainFault {
  const title = (reason: string) => `Trusted by ${storeNames(trusting)}, not by ${judge.name}: ${reason}`;
  if (trusting.some((store) => store.isPublic)) {
    const removed = trusting.some((store) => isOlder(store, judge));
    return {
      title: title(removed ? 'the root was removed since' : 'it lacks the root'),
      explanation:
        'The root is in an older list and no longer in the newest: the authority gave it up or browsers withdrew their trust. Up-to-date browsers and clients refuse the certificate; those with an old list still take it.',
      fix: 'Have a new certificate issued under a root that is in the current lists, by another authority if need be.',
      evidence: storeEvidence(stores),
    };
  }
  return {
    blame: 'unknown',
    title: title('its root was installed here, or removed from the public lists since'),
    explanation:
      'Only the store of this machine has the root. It is a private CA that somebody installed here, or a public one whose root was withdrawn. Clients without that root refuse the certificate.',
    fix: 'If it is your own CA: its clients need the root, and Notafter too (EXTRA_CA_FILE). If the service is public: have the certificate issued by an authority that is in the current lists.',
    evidence: storeEvidence(stores),
  };
}
