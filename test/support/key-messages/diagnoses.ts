import { checks } from '../../../src/checks/index.ts';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Finding } from '../../../src/core/finding.ts';
import type { AnyProbe, ProbeResult } from '../../../src/core/probe.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { probes } from '../../../src/probes/index.ts';
import { noon } from '../store-fixtures.ts';

/** The real ladder; what a look saw stands in the sample as the sentence that the probe makes of it. */
export const ladder: readonly AnyProbe[] = probes.map((probe) => ({
  ...probe,
  isUnsure: () => false,
  describe: (facts: unknown) => String((facts as { readonly said?: string }).said ?? ''),
  endsAt: (facts: unknown) => (facts as { readonly until?: Date }).until ?? null,
}));

function ok(
  probe: string,
  layer: Finding['layer'],
  elapsedMs: number,
  said: string,
  facts: object = {},
): ProbeResult {
  return { probe, layer, elapsedMs, status: 'ok', facts: { said, ...facts } };
}

const dns = ok('dns', 'dns', 3, '192.0.2.7');
const reach = ok('reach', 'target', 0, '');
const tcp = ok('tcp', 'tcp', 11, '192.0.2.7:443 accepts');
const tls = ok('tls', 'tls', 24, '1.3, X25519, h2');
const http = ok('http', 'http', 62, '200');
const chain = ok('chain', 'certificate', 4, 'from R11', {
  until: new Date('2026-10-24T12:00:00Z'),
  store: 'the Mozilla store of Node 24',
  chains: [],
});
export const halfLadder = [dns, reach, tcp] as const;

function finding(id: Finding['id'], change: Partial<Finding>): Finding {
  const page = checks.map((check) => check.page).find((one) => one.id === id);
  if (page === undefined) throw new Error(`there is no rule ${id}`);
  const layer = id.split('/')[0] as Finding['layer'];
  return {
    id,
    layer,
    severity: 'error',
    blame: 'target',
    title: id,
    explanation: '',
    evidence: [],
    fix: '',
    reproduce: null,
    citation: page.citation,
    ...change,
  } as Finding;
}

function diagnosis(typed: string, change: Partial<Diagnosis>): Diagnosis {
  return {
    target: parseTarget(typed),
    wishes: [],
    at: noon,
    elapsedMs: 117,
    verdict: 'healthy',
    blame: 'unknown',
    rootCause: null,
    findings: [],
    results: [],
    certificates: [],
    from: 'here',
    baseline: null,
    changes: [],
    ...change,
  };
}

const seen = {
  fingerprint256: 'ab'.repeat(32),
  notBefore: new Date('2026-07-26T12:00:00Z'),
  notAfter: new Date('2026-10-24T12:00:00Z'),
  issuer: 'R11',
  names: ['api.example.com'],
  addresses: ['192.0.2.7:443'],
};

export const healthy = diagnosis('api.example.com', {
  results: [dns, reach, tcp, tls, chain, http],
  certificates: [seen],
});

const missing = finding('chain/missing-intermediate', {
  severity: 'fatal',
  title: 'The server does not send its intermediate certificate',
  explanation:
    'The leaf was issued by R11, and no certificate of R11 is sent with it. Browsers fetch or know it; curl, Java, Go, Python and most services do not, and refuse the connection.',
  evidence: [
    { label: '192.0.2.7:443', value: 'sends 1 certificate: CN=api.example.com' },
    { label: 'missing', value: "CN=R11, O=Let's Encrypt, C=US" },
  ],
  fix: 'Serve the full chain, leaf first. nginx: ssl_certificate /etc/ssl/fullchain.pem; Apache: SSLCertificateFile with the chain in the same file. HAProxy: append the intermediate to the PEM of the bind line.',
  reproduce:
    'openssl s_client -connect 192.0.2.7:443 -servername api.example.com -verify_return_error </dev/null',
});

export const broken = diagnosis('api.example.com', {
  verdict: 'broken',
  blame: 'target',
  rootCause: missing,
  findings: [missing],
  results: [
    dns,
    reach,
    tcp,
    tls,
    {
      probe: 'chain',
      layer: 'chain',
      elapsedMs: 5,
      status: 'failed',
      code: 'not-trusted',
      message: 'clients refuse the certificate',
      blame: 'target',
    },
    { probe: 'http', layer: 'http', elapsedMs: 0, status: 'skipped', because: 'chain', applicable: true },
  ],
  certificates: [seen],
});

const disagree = finding('tcp/some-addresses-down', {
  title: 'One of three addresses refuses connections',
  explanation: 'Clients take any of the addresses. Those that take this one wait or fail, then try another.',
  evidence: [{ label: '192.0.2.9:443', value: 'ECONNREFUSED' }],
  fix: 'Start the server on 192.0.2.9, or take that address out of DNS. Balancers: check why its health check still passes.',
  reproduce: 'nc -vz 192.0.2.9 443',
});

const addresses = ['192.0.2.7', '192.0.2.8', '192.0.2.9'].map((ip, at) => ({
  address: { ip, port: 443 },
  state: at === 2 ? { kind: 'failed', failure: 'refused' } : { kind: 'open' },
}));

export const degraded = diagnosis('shop.example.com', {
  verdict: 'degraded',
  blame: 'target',
  rootCause: disagree,
  findings: [disagree],
  results: [
    ok('dns', 'dns', 4, '192.0.2.7, 192.0.2.8, 192.0.2.9'),
    reach,
    ok('tcp', 'tcp', 13, '2 of 3 open', { addresses }),
    ok('tls', 'tls', 27, '1.3, X25519, h2', {
      addresses: addresses.slice(0, 2).map(({ address }) => ({
        address,
        handshake: { kind: 'completed', session: { protocol: 'TLSv1.3', chain: [] } },
      })),
    }),
    chain,
    http,
  ],
});

const noWay = finding('vantage/offline', {
  blame: 'our-vantage',
  severity: 'fatal',
  title: 'Our own machine has no way to the Internet',
  explanation:
    'Nothing that we asked answered, reference hosts among them. This says nothing about the target.',
  evidence: [{ label: 'route', value: 'no default route' }],
  fix: 'Mend the network of the machine that Notafter runs on: ip route show default has to name a gateway.',
  reproduce: 'ip route show default',
});

export const ours = diagnosis('api.example.com', {
  verdict: 'unknown',
  blame: 'our-vantage',
  rootCause: noWay,
  findings: [noWay],
  elapsedMs: 5004,
  results: [
    dns,
    reach,
    {
      probe: 'tcp',
      layer: 'tcp',
      elapsedMs: 4000,
      status: 'failed',
      code: 'timeout',
      message: 'no answer in 4 s',
      blame: 'our-vantage',
    },
    { probe: 'tls', layer: 'tls', elapsedMs: 0, status: 'skipped', because: 'tcp', applicable: true },
  ],
});
