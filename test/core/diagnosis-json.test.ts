import { readFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Diagnosis, verdicts } from '../../src/core/diagnosis.ts';
import { diagnosisJson, isDiagnosis, recordJson } from '../../src/core/diagnosis-json.ts';
import { blames, severities } from '../../src/core/finding.ts';
import { layers } from '../../src/core/layer.ts';
import { snapshotParts } from '../../src/core/past/snapshot.ts';
import { schemes } from '../../src/core/target/schemes.ts';
import { sampleDiagnosis } from '../support/samples/sample-diagnosis.ts';

let schema: { readonly $defs: Record<string, { readonly enum?: readonly string[] }> };
let fits: ValidateFunction;
beforeAll(async () => {
  schema = JSON.parse(await readFile('docs/diagnosis.schema.json', 'utf8'));
  const isoDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  fits = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': isoDate } }).compile(
    schema,
  );
});

/** What a script reads: through text, as it would. */
function printed(diagnosis: Diagnosis) {
  return JSON.parse(JSON.stringify(diagnosisJson(diagnosis)));
}

describe('a diagnosis as JSON', () => {
  it('fits the schema that is published', () => {
    expect(fits(printed(sampleDiagnosis)), JSON.stringify(fits.errors, null, 2)).toBe(true);
    for (const verdict of verdicts) {
      for (const blame of blames) {
        const bare = { ...sampleDiagnosis, verdict, blame, rootCause: null, findings: [], results: [] };
        expect(fits(printed(bare))).toBe(true);
      }
    }
  });

  it('is what scripts were promised, key by key', () => {
    expect(printed(sampleDiagnosis)).toEqual({
      target: {
        scheme: 'https',
        host: 'api.example.org',
        hostKind: 'name',
        port: 443,
        path: '/health',
        address: '192.0.2.7',
        client: null,
      },
      from: 'here',
      at: '2026-11-25T12:00:00.000Z',
      verdict: 'degraded',
      blame: 'target',
      rootCause: 'chain/missing-intermediate',
      findings: [
        {
          id: 'chain/missing-intermediate',
          layer: 'chain',
          severity: 'error',
          title: 'the intermediate certificate is not sent',
          explanation: 'Browsers fetch it by themselves; curl, Java and Go do not.',
          evidence: [{ label: 'address', value: '192.0.2.7:443' }],
          fix: 'Serve the full chain, leaf first.',
          reproduce: 'openssl s_client -connect 192.0.2.7:443 -servername api.example.org </dev/null',
          citation: 'RFC 8446 §4.4.2',
        },
        expect.objectContaining({ id: 'tls/old-protocol', reproduce: null }),
      ],
      baseline: { at: '2026-11-24T14:02:00.000Z', good: true },
      changes: [
        { what: 'issuer', before: ['R11'], now: ['R13'], since: '2026-11-24T14:02:00.000Z' },
        { what: 'addresses', before: ['192.0.2.7'], now: [], since: '2026-11-24T14:02:00.000Z' },
      ],
      results: [
        {
          probe: 'dns',
          layer: 'dns',
          status: 'ok',
          elapsedMs: 0,
          facts: { addresses: ['192.0.2.7'], ttl: null },
        },
        {
          probe: 'tls',
          layer: 'tls',
          status: 'ok',
          elapsedMs: 11.25,
          facts: { der: 'MAM=', notAfter: '2027-01-25T11:59:00.000Z' },
        },
        {
          probe: 'chain',
          layer: 'chain',
          status: 'failed',
          elapsedMs: 3,
          failure: {
            code: 'not-trusted',
            message: 'clients refuse the certificate of every address',
            blame: 'target',
          },
          facts: { store: 'Mozilla' },
        },
        {
          probe: 'reach',
          layer: 'target',
          status: 'failed',
          elapsedMs: 0,
          failure: { code: 'not-allowed', message: 'no', blame: 'our-vantage' },
        },
        {
          probe: 'http',
          layer: 'http',
          status: 'skipped',
          elapsedMs: 0,
          skipped: { because: 'chain', applicable: true },
        },
      ],
    });
  });

  it('has a schema that knows every word the program knows', () => {
    expect(schema.$defs.layer?.enum).toEqual(layers);
    expect(schema.$defs.blame?.enum).toEqual(blames);
    const { finding, target, change } = schema.$defs as Record<
      string,
      { properties: Record<string, { enum: string[] }> }
    >;
    expect(finding?.properties.severity?.enum).toEqual(severities);
    expect(change?.properties.what?.enum).toEqual(snapshotParts);
    expect(target?.properties.scheme?.enum).toEqual(Object.keys(schemes));
  });

  it.each<[string, (json: Record<string, unknown>) => unknown]>([
    ['a key is missing', ({ verdict: _, ...rest }) => rest],
    ['a key is new', (json) => ({ ...json, elapsedMs: 1 })],
    ['a word is unknown', (json) => ({ ...json, verdict: 'fine' })],
    ['an ok result has a failure', (json) => ({ ...json, results: [{ ...okResult, failure: {} }] })],
    ['a result has no status of ours', (json) => ({ ...json, results: [{ ...okResult, status: 'good' }] })],
    ['a skipped result has facts', (json) => ({ ...json, results: [{ ...okResult, status: 'skipped' }] })],
  ])('does not fit the schema when %s', (_why, change) => {
    expect(fits(change(printed(sampleDiagnosis)))).toBe(false);
  });

  it('is told apart from other records', () => {
    expect(isDiagnosis(sampleDiagnosis)).toBe(true);
    for (const record of [undefined, null, 'text', [], {}, { verdict: 'healthy' }]) {
      expect(isDiagnosis(record)).toBe(false);
    }
    expect(recordJson([{ at: new Date(0) }])).toEqual([{ at: '1970-01-01T00:00:00.000Z' }]);
  });
});

const okResult = { probe: 'dns', layer: 'dns', status: 'ok', elapsedMs: 0, facts: {} };
