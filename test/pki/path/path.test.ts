import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../../src/pki/certificate/certificate.ts';
import { findPath } from '../../../src/pki/path/path.ts';
import type { PathProblem } from '../../../src/pki/path/path-problem.ts';
import { fixedNow } from '../../support/certificates/forge.ts';
import { readForged, storeOf } from '../../support/certificates/read.ts';
import type { Scenario } from '../../support/certificates/scenario.ts';
import { forgeScenario, type ScenarioName, scenarioNames } from '../../support/certificates/scenarios.ts';

function search({ sent, leaf, anchors }: Scenario) {
  const others = sent.filter((_one, index) => index !== sent.indexOf(leaf)).map(readForged);
  return findPath({ leaf: readForged(leaf), sent: others, store: storeOf(...anchors), now: fixedNow });
}

/** "rule path-length at Test Outer CA". */
function problemText(problem: PathProblem): string {
  const name = (certificate: Certificate) => certificate.subject.commonName;
  switch (problem.kind) {
    case 'self-signed':
      return 'self-signed';
    case 'untrusted-root':
      return `untrusted-root ${name(problem.root)}`;
    case 'issuer-missing':
      return `issuer-missing of ${name(problem.of)}`;
    case 'rule':
      return `${problem.rule} at ${name(problem.at)}`;
    case 'wrong-issuer-key':
    case 'bad-signature':
      return `${problem.kind} of ${name(problem.of)} by ${name(problem.issuer)}`;
  }
}

const broken: Partial<Record<ScenarioName, string>> = {
  'authorities-in-a-circle': 'issuer-missing of Circle CA 2',
  'rsa-1024': 'weak-key at site.test',
  'sha1-leaf': 'weak-signature at site.test',
  'unknown-critical-extension': 'unknown-critical-extension at site.test',
  'self-signed': 'self-signed',
  'expired-intermediate': 'intermediate-expired at Test Intermediate CA',
  'not-yet-valid-intermediate': 'intermediate-not-yet-valid at Test Intermediate CA',
  'untrusted-root': 'untrusted-root Private Root CA',
  'private-root-not-sent': 'issuer-missing of Private Intermediate CA',
  'missing-intermediate': 'issuer-missing of site.test',
  'missing-intermediate-no-aia': 'issuer-missing of site.test',
  'wrong-intermediate': 'wrong-issuer-key of site.test by Test Intermediate CA',
  'wrong-intermediate-aki': 'wrong-issuer-key of site.test by Test Intermediate CA',
  'bad-signature': 'bad-signature of site.test by Test Intermediate CA',
  'sha1-intermediate': 'weak-signature at Test Intermediate CA',
  'rsa-1024-intermediate': 'weak-key at Test Intermediate CA',
  'issuer-not-a-ca': 'not-a-ca at Test Intermediate CA',
  'issuer-without-key-cert-sign': 'ca-key-usage at Test Intermediate CA',
  'issuer-client-eku-only': 'ca-eku at Test Intermediate CA',
  'issuer-unknown-critical-extension': 'unknown-critical-extension at Test Intermediate CA',
  'path-length-exceeded': 'path-length at Test Outer CA',
  'name-constraint-permitted': 'name-constraints at Test Intermediate CA',
  'name-constraint-excluded': 'name-constraints at Test Intermediate CA',
};

describe('the chain of each scenario', () => {
  it.each(scenarioNames)('%s', (name) => {
    const result = search(forgeScenario(name));
    const said = result.trusted ? 'trusted' : problemText(result.problem);
    expect(said).toBe(broken[name] ?? 'trusted');
  });
});

describe('a trusted path', () => {
  it('runs from the leaf to the anchor, whatever else was sent and in whatever order', () => {
    for (const name of ['reversed', 'out-of-order', 'root-included', 'stranger', 'duplicate-leaf'] as const) {
      const result = search(forgeScenario(name));
      if (!result.trusted) throw new Error(name);
      expect(result.path.map((one) => one.subject.commonName)).toEqual([
        'site.test',
        'Test Inner CA',
        'Test Outer CA',
        'Test Root CA',
      ]);
      expect(result.detours).toEqual([]);
    }
  });

  it('names the expired certificates that it did not need', () => {
    const result = search(forgeScenario('expired-cross-sign'));
    if (!result.trusted) throw new Error('not trusted');
    expect(result.path.at(-1)?.selfIssued).toBe(true);
    expect(result.detours.map((one) => one.issuer.commonName)).toEqual(['Old Root CA']);
  });

  it('ends at a leaf that the store itself lists', () => {
    const { leaf } = forgeScenario('self-signed');
    expect(search({ ...forgeScenario('self-signed'), leaf, sent: [leaf], anchors: [leaf] })).toMatchObject({
      trusted: true,
      path: [{ fingerprint256: leaf.fingerprint256 }],
    });
  });

  it('ends at an intermediate that the store lists', () => {
    const { leaf, sent } = forgeScenario('healthy');
    const [, intermediate] = sent;
    if (intermediate === undefined) throw new Error('no intermediate');
    const result = search({ ...forgeScenario('healthy'), leaf, sent: [leaf], anchors: [intermediate] });
    expect(result).toMatchObject({
      trusted: true,
      path: [{}, { fingerprint256: intermediate.fingerprint256 }],
    });
  });
});
