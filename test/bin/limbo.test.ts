import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { clockLibrary } from '../../src/bin/limbo/clock.ts';
import { projectRoot } from '../house/source-files.ts';
import { fixedNow, forgeLeaf, forgeRoot } from '../support/certificates/forge.ts';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';

type Result = { readonly id: string; readonly actual_result: string; readonly context: string | null };
type Ended = { readonly code: number | null; readonly output: string; readonly errors: string };

/** As anybody would run it: the suite on standard input. */
async function limbo(input: string, ...words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['src/bin/limbo.ts', ...words], { cwd: projectRoot });
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [output, errors, code] = await Promise.all([buffer(child.stdout), buffer(child.stderr), closed]);
  return { code, output: output.toString('utf8'), errors: errors.toString('utf8') };
}

async function judge(testcases: readonly object[], mode: string): Promise<readonly Result[]> {
  const { output, errors } = await limbo(JSON.stringify({ version: 1, testcases }), '--mode', mode);
  expect(errors).toBe('');
  const read = JSON.parse(output) as { version: number; harness: string; results: Result[] };
  expect([read.version, read.harness]).toEqual([1, `notafter-${mode}`]);
  return read.results;
}

function caseOf(name: ScenarioName, now: Date, changes: object = {}): object {
  const { sent, anchors, host } = forgeScenario(name, { now, host: 'site.example.org' });
  const [peer, ...others] = sent.map(({ pem }) => pem);
  return {
    id: name,
    validation_kind: 'SERVER',
    trusted_certs: anchors.map(({ pem }) => pem),
    untrusted_intermediates: others,
    peer_certificate: peer,
    validation_time: now.toISOString(),
    expected_peer_name: { kind: 'DNS', value: host },
    ...changes,
  };
}

describe('limbo --mode rule', () => {
  it('answers each case in order, with the rule that is broken', async () => {
    const results = await judge(
      [
        caseOf('healthy', fixedNow),
        caseOf('expired', fixedNow),
        caseOf('sha1-intermediate', fixedNow),
        caseOf('sans-1000', fixedNow),
        caseOf('long-lived', fixedNow),
        caseOf('healthy', fixedNow, { id: 'deep', max_chain_depth: 0 }),
        caseOf('healthy', fixedNow, { id: 'other purpose', extended_key_usage: ['clientAuth'] }),
        caseOf('healthy', fixedNow, { id: 'either', extended_key_usage: ['clientAuth', 'serverAuth'] }),
        caseOf('healthy', fixedNow, { id: 'broken', peer_certificate: 'no certificate' }),
      ],
      'rule',
    );
    expect(results.map(({ id, actual_result: result }) => `${id}: ${result}`)).toEqual([
      'healthy: SUCCESS',
      'expired: FAILURE',
      'sha1-intermediate: FAILURE',
      'sans-1000: SUCCESS',
      'long-lived: FAILURE',
      'deep: FAILURE',
      'other purpose: FAILURE',
      'either: SUCCESS',
      'broken: FAILURE',
    ]);
    expect(results[2]?.context).toContain('weak-signature');
    expect(results[4]?.context).toContain('BR §6.3.2');
    expect(results[5]?.context).toContain('path-length');
  });

  it('leaves the Baseline Requirements out for a name that never leaves the machine', async () => {
    const root = forgeRoot();
    const leaf = forgeLeaf(root, { dns: ['site.localhost'], subject: 'Another name', key: 'ed25519' });
    const [result] = await judge(
      [
        caseOf('healthy', fixedNow, {
          trusted_certs: [root.pem],
          peer_certificate: leaf.pem,
          expected_peer_name: { kind: 'DNS', value: 'site.localhost' },
        }),
      ],
      'rule',
    );
    expect(result?.actual_result).toBe('SUCCESS');
  });
});

describe('limbo --mode client', () => {
  const faked = clockLibrary() !== null;
  if (!faked) process.stderr.write('limbo: cases of another moment are skipped: libfaketime is missing\n');

  it('says what OpenSSL says at the moment of now', async () => {
    const now = new Date();
    const results = await judge(
      [
        caseOf('healthy', now, { validation_time: null }),
        caseOf('expired', now, { validation_time: null }),
        caseOf('no-san', now, { validation_time: null }),
      ],
      'client',
    );
    // Node's client still falls back to the common name.
    expect(results.map(({ actual_result: result }) => result)).toEqual(['SUCCESS', 'FAILURE', 'SUCCESS']);
    expect(results[1]?.context).toContain('CERT_HAS_EXPIRED');
  });

  it('takes an anchor that cannot be read for a refusal, and goes on', async () => {
    const now = new Date();
    const results = await judge(
      [
        caseOf('healthy', now, { validation_time: null, trusted_certs: ['no certificate'] }),
        caseOf('healthy', now, { validation_time: null, id: 'next' }),
      ],
      'client',
    );
    expect(results.map(({ actual_result: result }) => result)).toEqual(['FAILURE', 'SUCCESS']);
  });

  it('says it of another moment, or that it cannot', async () => {
    const [result] = await judge([caseOf('healthy', fixedNow)], 'client');
    if (faked) expect(result?.actual_result).toBe('SUCCESS');
    else expect(result?.context).toContain('libfaketime');
  });
});

describe('limbo with wrong input', () => {
  it.each([
    ['nothing', '', 'is not JSON'],
    ['another document', '{"testcases":[{"id":1}]}', 'testcases.0'],
  ])('%s', async (_name, input, told) => {
    const { code, errors, output } = await limbo(input);
    expect([code, output]).toEqual([3, '']);
    expect(errors).toContain(told);
  });

  it('names the modes it has', async () => {
    expect((await limbo('{}', '--mode', 'other')).errors).toContain('--mode rule or --mode client');
    expect((await limbo('', '--help')).output).toContain('Usage:');
  });
});

const core = join(projectRoot, '../shared/conformance/limbo-core.json');
const verdicts = join(projectRoot, '../shared/conformance/limbo-node24-verdicts.json');
if (!existsSync(core))
  process.stderr.write('limbo: the core suite is skipped: it is not beside this checkout\n');

describe.skipIf(!existsSync(core))('the core suite of x509-limbo', () => {
  it('has nothing valid refused and at least 200 of 208 right in rule mode', async () => {
    const text = readFileSync(core, 'utf8');
    const { testcases } = JSON.parse(text) as { testcases: { id: string; expected_result: string }[] };
    const { results } = JSON.parse((await limbo(text, '--mode', 'rule')).output) as { results: Result[] };
    const expected = new Map(testcases.map(({ id, expected_result: wanted }) => [id, wanted]));
    const wrong = results.filter(({ id, actual_result: result }) => expected.get(id) !== result);
    expect(wrong.filter(({ id }) => expected.get(id) === 'SUCCESS')).toEqual([]);
    expect(results.length - wrong.length).toBeGreaterThanOrEqual(200);
  });

  it.skipIf(!existsSync(verdicts))('says in client mode what Node says in a real handshake', async () => {
    const known = JSON.parse(readFileSync(verdicts, 'utf8')) as Record<string, { result: string }>;
    const run = await limbo(readFileSync(core, 'utf8'), '--mode', 'client');
    const { results } = JSON.parse(run.output) as { results: Result[] };
    const judged = results.filter(({ context }) => context?.includes('libfaketime') !== true);
    expect(judged.length).toBeGreaterThan(160);
    const differing = judged.filter(({ id, actual_result: result }) => known[id]?.result !== result);
    expect(differing).toEqual([]);
  });
});
