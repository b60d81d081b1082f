import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Finding } from '../../../src/core/finding.ts';
import { parseTarget } from '../../../src/core/target.ts';

const missing: Finding = {
  id: 'chain/missing-intermediate',
  layer: 'chain',
  severity: 'error',
  blame: 'target',
  title: 'the intermediate certificate is not sent',
  explanation: 'Browsers fetch it by themselves; curl, Java and Go do not.',
  evidence: [{ label: 'address', value: '192.0.2.7:443' }],
  fix: 'Serve the full chain, leaf first.',
  reproduce: 'openssl s_client -connect 192.0.2.7:443 -servername api.example.org </dev/null',
  citation: 'RFC 8446 §4.4.2',
};

/** One result of each status, and of each kind of value that facts hold. */
export const sampleDiagnosis: Diagnosis = {
  target: parseTarget('https://api.example.org/health', '192.0.2.7'),
  wishes: [],
  at: new Date('2026-11-25T12:00:00Z'),
  elapsedMs: 38,
  verdict: 'degraded',
  blame: 'target',
  rootCause: missing,
  findings: [
    missing,
    { ...missing, id: 'tls/old-protocol', layer: 'tls', severity: 'notice', reproduce: null },
  ],
  results: [
    {
      probe: 'dns',
      layer: 'dns',
      elapsedMs: 0,
      status: 'ok',
      facts: { addresses: ['192.0.2.7'], ttl: null },
    },
    {
      probe: 'tls',
      layer: 'tls',
      elapsedMs: 11.25,
      status: 'ok',
      facts: {
        der: new Uint8Array([0x30, 0x03]),
        notAfter: new Date('2027-01-25T11:59:00Z'),
        none: undefined,
      },
    },
    {
      probe: 'chain',
      layer: 'chain',
      elapsedMs: 3,
      status: 'failed',
      code: 'not-trusted',
      message: 'clients refuse the certificate of every address',
      blame: 'target',
      facts: { store: 'Mozilla' },
    },
    {
      probe: 'reach',
      layer: 'target',
      elapsedMs: 0,
      status: 'failed',
      code: 'not-allowed',
      message: 'no',
      blame: 'our-vantage',
    },
    { probe: 'http', layer: 'http', elapsedMs: 0, status: 'skipped', because: 'chain', applicable: true },
  ],
  certificates: [],
  from: 'here',
  baseline: { at: new Date('2026-11-24T14:02:00Z'), good: true },
  changes: [
    { what: 'issuer', before: ['R11'], now: ['R13'], since: new Date('2026-11-24T14:02:00Z') },
    { what: 'addresses', before: ['192.0.2.7'], now: [], since: new Date('2026-11-24T14:02:00Z') },
  ],
};
