import { defineCheck } from '../../core/check.ts';
import type { Target } from '../../core/target.ts';
import { chainProbe, type ServedChain } from '../../probes/chain.ts';
import { opensslLeaf } from '../commands/openssl.ts';
import { judgeServed } from '../reading/chain/served-chains.ts';
import { certificateName, evidence, listed } from '../reading/evidence.ts';

type Mismatch = Extract<ServedChain['names'], { readonly matches: false }>;

export const nameMismatch = defineCheck({
  id: 'certificate/name-mismatch',
  severity: 'fatal',
  blame: 'target',
  title: 'The certificate is for another name',
  explanation:
    'The certificate is not for the host that was asked for, so every client refuses the connection. Either the certificate leaves the name out, or the server has no site of this name and shows the certificate of another one.',
  fix: 'Issue a certificate that lists the name and install it for the site of that name, then reload.',
  citation: 'RFC 9525 §6.3',
  reads: { chain: chainProbe },
  judge({ chain }, { target }) {
    return judgeServed(chain, 'fatal', ({ leaf, names }, address) => {
      if (names.matches || names.mistake === 'no-san') return null;
      const all = [...(leaf.names?.dns ?? []), ...(leaf.names?.ip ?? [])];
      return {
        title: titleOf(names, target, certificateName(leaf)),
        fix: fixOf(names, target),
        evidence: [
          evidence('asked for', target.host),
          ...(names.nearest === null ? [] : [evidence('nearest name', names.nearest)]),
          evidence(`names in the certificate (${all.length})`, all.length === 0 ? 'none' : listed(all)),
          evidence('subject', leaf.subject.text),
        ],
        reproduce: opensslLeaf(target, address, '-subject -ext subjectAltName'),
      };
    });
  },
});

function titleOf({ mistake, nearest }: Mismatch, { host }: Target, subject: string): string {
  const other = nearest ?? subject;
  switch (mistake) {
    case 'www-missing':
      return `The certificate is for ${other} and leaves out ${host}`;
    case 'only-www':
      return `The certificate is for ${other} and leaves out the bare ${host}`;
    case 'wildcard-depth':
      return `${other} does not cover ${host}: a wildcard stands for one label only`;
    case 'wildcard-bare':
      return `${other} does not cover the bare ${host}`;
    case 'ip-as-dns':
      return `The address ${host} stands in the certificate as a DNS name, where clients do not look`;
    case 'ip-in-cn':
      return `The address ${host} stands only in the common name of the certificate, where clients do not look`;
    case 'ip-not-covered':
      return `The certificate is for ${other}, not for the address ${host}`;
    case 'sibling':
    case 'other':
    case 'no-san':
      return `The certificate is for ${other}, not for ${host}`;
  }
}

function fixOf({ mistake, nearest }: Mismatch, { host }: Target): string {
  switch (mistake) {
    case 'www-missing':
    case 'only-www':
      return `Issue it again with both names (certbot certonly -d ${nearest ?? host} -d ${host}; Caddy: list both as site addresses; cloud: add an alternative name), then reload.`;
    case 'wildcard-depth':
      return `Issue a certificate with ${host} itself, or with the wildcard of its own level, *.${host.slice(host.indexOf('.') + 1)}. Or move the site up one level.`;
    case 'wildcard-bare':
      return `Issue it again with both ${host} and *.${host}: a wildcard never stands for the domain itself.`;
    case 'ip-as-dns':
    case 'ip-in-cn':
      return `Issue it again with the address as an IP entry (OpenSSL: subjectAltName=IP:${host}), or let clients use a name.`;
    case 'ip-not-covered':
      return 'Connect by name rather than by address. If clients must use the address, issue a certificate with an IP entry for it: private authorities can, and a few public ones do.';
    case 'sibling':
    case 'other':
    case 'no-san':
      return `Check that the server has a site for ${host} (nginx: server_name; Apache: ServerName or ServerAlias; HAProxy: its crt-list; cloud: a certificate on the listener): without one it shows its default certificate. If it has, issue a certificate that lists ${host}. If the name moved, correct DNS.`;
  }
}
