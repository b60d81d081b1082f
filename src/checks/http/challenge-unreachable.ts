import { defineCheck } from '../../core/check.ts';
import { chainProbe } from '../../probes/chain.ts';
import { type IssuanceFacts, issuanceProbe } from '../../probes/issuance.ts';
import { curlPinned } from '../commands/curl.ts';
import { bindingOf, issuerOf, permissionFor } from '../reading/dns/caa-words.ts';
import { claimsIn, namesEvidence } from '../reading/dns/issuance-words.ts';
import { evidence, listed } from '../reading/evidence.ts';

type Door = IssuanceFacts['doors'][number];

export const challengeUnreachable = defineCheck({
  id: 'http/challenge-unreachable',
  severity: 'notice',
  blame: 'target',
  title: 'A challenge over HTTP would not be answered on port 80',
  explanation:
    'An authority that proves control over HTTP (ACME http-01) fetches a file below /.well-known/acme-challenge/ from port 80 of the name. Seen from here that request gets no answer, goes in circles, or is sent to a place that does not answer. This is a hint and no verdict: proof by DNS (dns-01) or in the TLS handshake (tls-alpn-01) does not need port 80, and a client in standalone mode listens there only while it renews.',
  fix: 'If the client proves over HTTP, let port 80 through to the server that answers (security group, firewall, load balancer), and leave /.well-known/acme-challenge/ out of redirects, logins and country blocks. In nginx: location ^~ /.well-known/acme-challenge/ { root /var/www/acme; } before the redirect to https. Behind a balancer, every node has to serve the same files.',
  citation: 'RFC 8555 §8.3',
  reads: { issuance: issuanceProbe, chain: chainProbe },
  judge({ issuance, chain }) {
    const proved = namesProvedOtherwise(issuance);
    const otherwise = new Set([...proved, ...claimsIn(chain, null, issuance).flatMap(forbidsHttp)]);
    const shut = issuance.doors.flatMap((door) => {
      const trouble = otherwise.has(door.name) ? null : troubleOf(door);
      return trouble === null ? [] : [{ door, trouble }];
    });
    const [first] = shut;
    if (first === undefined) return [];
    const names = issuance.names.filter(({ name }) => shut.some(({ door }) => door.name === name));
    return [
      {
        title: `Port 80 of ${first.door.name} ${first.trouble}`,
        evidence: [
          ...shut.map(({ door, trouble }) => evidence(door.url, trouble)),
          evidence(
            'the way',
            listed(first.door.way.hops.map(({ url, status }) => `${url} (${status ?? 'no answer'})`)),
          ),
          ...namesEvidence(names),
        ],
        reproduce:
          first.door.address === null
            ? null
            : curlPinned(first.door.url, first.door.address, '-L', '-k', '--max-redirs 10'),
      },
    ];
  },
});

/** A delegated challenge or a standing permission: whoever set that up does not prove over HTTP. */
function namesProvedOtherwise({ names }: IssuanceFacts): readonly string[] {
  return names.flatMap(({ name, challenge, persistent }) =>
    challenge.alias !== null || persistent.length > 0 ? [name] : [],
  );
}

function forbidsHttp({ served, name, caa }: ReturnType<typeof claimsIn>[number]): readonly string[] {
  const domains = issuerOf(served)?.domains ?? null;
  const permission = permissionFor(caa, name);
  if (domains === null || permission.kind !== 'restricted') return [];
  const methods = bindingOf(permission, domains)?.methods ?? null;
  return methods === null || methods.includes('http-01') ? [] : [name];
}

/** Null where an authority would get an answer: it follows ten redirects and asks no certificate for its name. */
function troubleOf({ way: { hops, end } }: Door): string | null {
  const last = hops.at(-1);
  const first = hops[0];
  const away = hops.length > 1 && last !== undefined ? ` at ${new URL(last.url).host}, where it leads` : '';
  switch (end.kind) {
    case 'response':
      return odd(hops, first) ? `sends a challenge to a port that no authority asks` : null;
    case 'redirect-loop':
      return 'sends a challenge in circles';
    case 'redirect-refused':
      return /^https?:/.test(end.url) ? null : 'sends a challenge where no authority follows';
    case 'too-many-redirects':
      return null;
    case 'failed':
      if (end.failure.kind === 'tls' || end.failure.kind === 'aborted') return null;
      if (end.failure.kind === 'resolve')
        return `sends a challenge to a place that is not there: ${reason(end.failure.message)}`;
      return `does not answer a challenge${away}: ${reason(end.failure.message)}`;
  }
}

function reason(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

/** BR §3.2.2.4.19 lets redirects lead to authorized ports only: 80 and 443, of those that HTTP uses. */
function odd(hops: Door['way']['hops'], first: Door['way']['hops'][number] | undefined): boolean {
  const begun = first === undefined ? '' : new URL(first.url).port;
  return hops.some(({ url }) => {
    const { port } = new URL(url);
    return port !== '' && port !== begun;
  });
}
