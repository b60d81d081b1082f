import { describe, expect, it } from 'vitest';
import { ProbeError } from '../../src/core/errors.ts';
import type { Layer } from '../../src/core/layer.ts';
import {
  type AnyProbe,
  deadEnd,
  learned,
  type ProbeOutcome,
  type ProbeResult,
} from '../../src/core/probe.ts';
import { parseTarget } from '../../src/core/target.ts';
import { runProbes } from '../../src/diagnose/run-probes.ts';
import type { ProbeContext } from '../../src/probes/probe.ts';

type Parts = Partial<Omit<AnyProbe, 'run'>> & {
  run?: (given: Record<string, unknown>, signal: AbortSignal) => Promise<ProbeOutcome<unknown>>;
};

function probe(name: string, layer: Layer, { run, ...parts }: Parts = {}): AnyProbe {
  return {
    name,
    layer,
    rung: { label: name, covers: [layer], always: true },
    needs: {},
    deadlineMs: 1000,
    describe: () => '',
    ...parts,
    run: (_target, given, context: ProbeContext) =>
      (run ?? (async () => learned(name)))(given, context.signal),
  };
}

function climb(probes: readonly AnyProbe[], signal = new AbortController().signal) {
  const ended: string[] = [];
  const context = { signal, now: () => new Date(0), budgetMs: (most: number) => most } as ProbeContext;
  const results = runProbes({
    target: parseTarget('example.org'),
    probes,
    context,
    stopwatch: () => 0,
    onResult: (result: ProbeResult) => ended.push(result.probe),
  });
  return { results, ended };
}

describe('climbing the ladder', () => {
  it('hands the facts up and tells each result once, lowest first', async () => {
    const dns = probe('dns', 'dns');
    const tcp = probe('tcp', 'tcp', {
      needs: { dns },
      run: async ({ dns: facts }) => learned(`after ${String(facts)}`),
    });
    const { results, ended } = climb([dns, tcp]);
    expect((await results).map((result) => [result.status, 'facts' in result && result.facts])).toEqual([
      ['ok', 'dns'],
      ['ok', 'after dns'],
    ]);
    expect(ended).toEqual(['dns', 'tcp']);
  });

  it('skips all that stands on a broken rung, because of that rung', async () => {
    const dns = probe('dns', 'dns', {
      run: async () => deadEnd('nxdomain', 'no such name', 'target', { rcode: 'NXDOMAIN' }),
    });
    const tcp = probe('tcp', 'tcp', { needs: { dns } });
    const tls = probe('tls', 'tls', { needs: { tcp } });
    const results = await climb([dns, tcp, tls]).results;
    expect(results[0]).toMatchObject({ status: 'failed', code: 'nxdomain', facts: { rcode: 'NXDOMAIN' } });
    expect(results[1]).toMatchObject({ status: 'skipped', because: 'dns', applicable: true });
    expect(results[2]).toMatchObject({ status: 'skipped', because: 'dns', applicable: true });
  });

  it('climbs past a rung that does not apply, and only past such a one', async () => {
    const tls = probe('tls', 'tls', { notApplicable: () => 'http:// does not use TLS' });
    const needing = probe('chain', 'chain', { needs: { tls } });
    const http = probe('http', 'http', { mayNeed: { tls }, run: async ({ tls: facts }) => learned(facts) });
    const results = await climb([tls, needing, http]).results;
    expect(results[0]).toMatchObject({ status: 'skipped', applicable: false });
    expect(results[1]).toMatchObject({ status: 'skipped', because: 'tls' });
    expect(results[2]).toMatchObject({ status: 'ok', facts: null });
  });

  it('turns an expected failure into a value and lets a bug through', async () => {
    const expected = probe('dns', 'dns', {
      run: async () => {
        throw new ProbeError('broken', 'it broke', 'network-path');
      },
    });
    expect((await climb([expected]).results)[0]).toMatchObject({
      status: 'failed',
      code: 'broken',
      blame: 'network-path',
    });
    const bug = probe('dns', 'dns', {
      run: async () => {
        throw new TypeError('a bug');
      },
    });
    await expect(climb([bug]).results).rejects.toThrow('a bug');
  });

  it('leaves a probe behind that ignores its signal', async () => {
    const deaf = probe('tls', 'tls', { deadlineMs: 5, run: () => new Promise(() => undefined) });
    expect((await climb([deaf]).results)[0]).toMatchObject({ status: 'failed', code: 'deadline' });
  });
});
