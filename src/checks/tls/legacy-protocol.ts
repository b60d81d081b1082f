import { defineCheck } from '../../core/check.ts';
import type { Observation } from '../../core/finding.ts';
import { tlsProbe } from '../../probes/tls.ts';
import { tlsScanProbe } from '../../probes/tls-scan.ts';
import { evidence, listed } from '../reading/evidence.ts';
import {
  joined,
  opensslWith,
  type ScanGiven,
  scanFinding,
  spokenIn,
  suiteText,
} from '../reading/tls/scans.ts';
import { agreedOn } from '../reading/tls/sessions.ts';

const legacy = new Set(['SSLv3', 'TLSv1', 'TLSv1.0', 'TLSv1.1']);

export const legacyProtocol = defineCheck({
  id: 'tls/legacy-protocol',
  severity: 'error',
  blame: 'target',
  title: 'The server speaks an obsolete TLS version',
  explanation:
    'The best version this server offers is TLS 1.1 or older. Browsers and current libraries have switched these off and cannot connect; only old clients still can.',
  fix: 'Enable TLS 1.2 and 1.3 and nothing older (nginx: ssl_protocols TLSv1.2 TLSv1.3; Apache: SSLProtocol -all +TLSv1.2 +TLSv1.3; HAProxy: ssl-min-ver TLSv1.2; Caddy: nothing, it speaks none; cloud: a newer security policy).',
  citation: 'RFC 8996 §5',
  reads: { tls: tlsProbe },
  mayRead: { scan: tlsScanProbe },
  judge({ tls, scan }, { target }) {
    const agreed = agreedOn(
      tls,
      target,
      ({ protocol }) => legacy.has(protocol),
      ({ protocol }) => `The server speaks ${protocol}, which is obsolete`,
    );
    return agreed.length > 0 ? agreed : accepted({ tls, scan, target });
  },
});

function accepted(given: ScanGiven): readonly Observation[] {
  return scanFinding(
    given,
    (seen) => {
      const old = spokenIn(seen).filter(({ name }) => name !== 'TLS 1.3' && name !== 'TLS 1.2');
      return old.length === 0 ? null : old;
    },
    (old, address) => ({
      severity: 'warning',
      title: `The server also accepts ${joined(old.map(({ name }) => name).toReversed())}`,
      explanation: old.some(({ name }) => name.startsWith('SSL')) ? brokenText : outdatedText,
      evidence: old.map(({ name, suites }) => evidence(name, listed(suites.map(suiteText), 5))),
      reproduce: opensslWith(given.target, address, old[0]?.name ?? '', null),
    }),
  );
}

const outdatedText =
  'Current clients agree on a newer version and notice nothing. The old ones are withdrawn: they sign with SHA-1, have no authenticated encryption (BEAST against CBC in TLS 1.0), and audits reject a server that still takes them.';
const brokenText =
  'Current clients agree on a newer version and notice nothing. SSL 2.0 and 3.0 are broken (DROWN, POODLE): whoever can make a client fall back reads what it sends, and SSL 2.0 endangers other connections that use the same key.';
