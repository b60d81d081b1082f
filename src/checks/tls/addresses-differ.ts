import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { type LeafAt, leafFacts, successorOf } from '../reading/chain/leaf-facts.ts';
import { certificateName, evidence } from '../reading/evidence.ts';
import { onlyIpv6Fails } from '../reading/tcp/ip-families.ts';
import { momentText } from '../reading/time-words.ts';

export const addressesDiffer = defineCheck({
  id: 'tls/addresses-differ',
  severity: 'error',
  blame: 'target',
  title: 'The addresses serve different certificates',
  explanation:
    'Clients get another certificate depending on the address they are sent to. After a renewal this means one machine was forgotten: it keeps working until its old certificate expires, and then a part of the clients fails.',
  fix: 'Put the newest certificate on every machine and reload each one (nginx -s reload, apachectl graceful, systemctl reload haproxy); let the renewal hook do it everywhere.',
  citation: 'RFC 8305 §4',
  reads: { tls: tlsProbe },
  mayRead: { chain: chainProbe },
  judge({ tls, chain }, { target, now }) {
    const leaves = leafFacts(tls, chain, now);
    const different = new Set(leaves.map(({ leaf }) => leaf.fingerprint256));
    const worst = leaves.toSorted(
      (one, other) => one.leaf.notAfter.getTime() - other.leaf.notAfter.getTime(),
    )[0];
    if (different.size < 2 || worst === undefined) return [];
    const harmless = leaves.every(({ fine }) => fine);
    return [
      {
        // Rollouts and several CDNs side by side: different, and every client is served well.
        ...(harmless
          ? { severity: 'notice', explanation: harmlessText, fix: 'Nothing to do if this is intended.' }
          : {}),
        title: titleOf(leaves, different.size, now),

        evidence: leaves
          .slice(0, 16)
          .map(({ address, leaf }) =>
            evidence(
              address,
              `notAfter ${momentText(leaf.notAfter)}, ${certificateName(leaf)}, SHA-256 ${leaf.fingerprint256.slice(0, 16)}`,
            ),
          ),
        reproduce: opensslLeaf(target, worst.address, '-dates -serial -fingerprint -sha256'),
      },
    ];
  },
});

function titleOf(leaves: readonly LeafAt[], different: number, now: Date): string {
  const all = leaves.map(({ leaf }) => leaf);
  const old = leaves.filter(({ leaf }) => successorOf(leaf, all, now) !== null);
  if (old.length === 0) return `${leaves.length} addresses serve ${different} different certificates`;
  const fresh = leaves.filter((one) => !old.includes(one));
  const ipv6 = onlyIpv6Fails(placesOf(old), placesOf(fresh)) ? ', all of them over IPv6' : '';
  return `${old.length} of ${leaves.length} addresses still serve${old.length === 1 ? 's' : ''} the old certificate${ipv6}`;
}

function placesOf(leaves: readonly LeafAt[]): readonly string[] {
  return leaves.map(({ address }) => address);
}

const harmlessText =
  'Clients get another certificate depending on the address they are sent to. Each of them is trusted, covers the name and has time left, so no client is harmed: several providers side by side, or a rollout under way, look like this.';
