import { defineCheck } from '../../core/check.ts';
import { type IssuanceFacts, issuanceProbe, type NameToProve } from '../../probes/issuance.ts';
import { dig } from '../commands/dig.ts';
import { namesEvidence, together } from '../reading/dns/issuance-words.ts';
import { evidence } from '../reading/evidence.ts';

export const challengeBroken = defineCheck({
  id: 'dns/challenge-broken',
  severity: 'warning',
  blame: 'target',
  title: 'The place where control is proved by DNS cannot be asked',
  explanation:
    'An authority that proves control by DNS (ACME dns-01) asks for TXT records at _acme-challenge in front of the name. That question ends in an error or in silence, or an alias leads it to a name that nobody has registered any more. The answer that the client writes there at the next renewal is never found. Who proves by HTTP or TLS does not notice, but a wildcard is proved by DNS alone.',
  fix: 'Let the alias point to a zone that exists and that the client may write to (acme-dns, a zone of its own), or delete it. If the zone fails, look at its delegation and its name servers; where _acme-challenge is delegated by NS records, those servers have to answer for it. An alias into a domain that nobody owns lets whoever registers it get certificates for this name: remove it today.',
  citation: 'RFC 8555 §8.4',
  reads: { issuance: issuanceProbe },
  judge({ issuance }) {
    const broken = issuance.names.flatMap((name) => {
      const trouble = troubleAt(name, issuance);
      return trouble === null ? [] : [{ name, trouble }];
    });
    return together(broken, ({ name }) => name.challenge.name)
      .slice(0, mostTold)
      .map((group) => {
        const [{ name, trouble }] = group;
        const { challenge } = name;
        return {
          severity: group.some((one) => one.name.name.startsWith('*.')) ? 'error' : 'warning',
          title: `${challenge.name} ${trouble}`,
          evidence: [
            evidence(`TXT of ${challenge.name}`, challenge.said),
            ...(challenge.alias === null ? [] : [evidence('alias of', challenge.alias)]),
            ...namesEvidence(group.map((one) => one.name)),
          ],
          reproduce: dig(challenge.name, 'TXT', challenge.server ?? undefined),
        };
      });
  },
});

const mostTold = 4;

function troubleAt({ challenge, bogus }: NameToProve, { resolverKnows }: IssuanceFacts): string | null {
  const { alias, fate, said } = challenge;
  // A resolver that validates says SERVFAIL then, and the broken link says more.
  if (bogus.some(({ type }) => type === 'TXT')) return null;
  switch (fate) {
    case 'fine':
    case 'unknown':
      return null;
    case 'gone':
      return `is an alias of ${alias}, whose domain nobody has registered`;
    case 'loop':
      return 'is an alias that leads back to itself';
    case 'failing': {
      if (!resolverKnows.txt) return null;
      const where = alias === null ? '' : `is an alias of ${alias}, which `;
      return `${where}cannot be looked up (${said.split(' ')[0]})`;
    }
  }
}
