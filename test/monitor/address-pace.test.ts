import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import type { Diagnose } from '../../src/core/services.ts';
import { parseTarget } from '../../src/core/target.ts';
import { createAddressPace } from '../../src/monitor/looking/address-pace.ts';
import { createTurns } from '../../src/monitor/looking/address-turns.ts';
import { inLanes } from '../../src/monitor/looking/lanes.ts';
import { looksPace } from '../../src/services/looks-pace.ts';
import { noSignal } from '../support/loopback.ts';

/** Resolves every name to these, and notes whom it dialled; as the real one it stops where it is told to. */
function resolvingTo(ips: (host: string) => readonly string[]) {
  const resolved: string[] = [];
  const dialled: string[] = [];
  const diagnose: Diagnose = async (target, { signal, onResult }) => {
    const addresses = target.address === null ? ips(target.host) : [target.address];
    resolved.push(target.host);
    const result = { probe: 'dns', layer: 'dns', status: 'ok', facts: { addresses }, elapsedMs: 0 } as const;
    onResult?.(result, [result]);
    // As an engine that goes on telling of what it skipped.
    onResult?.({ ...result, probe: 'tcp', facts: null }, [result]);
    signal.throwIfAborted();
    dialled.push(target.host);
    return { verdict: 'healthy' } as Awaited<ReturnType<Diagnose>>;
  };
  return { resolved, dialled, diagnose };
}

const options = { depth: 'certificate', signal: noSignal() } as const;
const config = loadConfig({});
const frozen = () => 0;

describe('looks at one address', () => {
  it('begin at once while it had a rest, and one after the other from then on, under whatever names', async () => {
    const world = resolvingTo(() => ['192.0.2.1']);
    const pace = createAddressPace({ perSecond: 2 }, frozen);
    const look = pace.paced(world.diagnose);
    const stopping = new AbortController();
    const third = parseTarget('c.example');
    await look(parseTarget('a.example'), options);
    await look(parseTarget('https://192.0.2.1:8443'), options);
    const later = look(third, { ...options, signal: stopping.signal });
    await look(parseTarget('elsewhere.example', '192.0.2.2'), options);
    expect(world.resolved).toEqual(['a.example', '192.0.2.1', 'c.example', 'elsewhere.example']);
    expect(world.dialled).toEqual(['a.example', '192.0.2.1', 'elsewhere.example']);
    expect([pace.waiting(), pace.wasHeldUp(third)]).toEqual([1, true]);
    stopping.abort(new Error('the process stops'));
    await expect(later).rejects.toThrow();
    expect(pace.waiting()).toBe(0);
    expect(world.dialled).not.toContain('c.example');
  });

  it('of our own networks wait for nobody', async () => {
    const world = resolvingTo(() => ['10.0.0.1', 'fd00::1']);
    const look = looksPace({ ...config, sweep: { ...config.sweep, perAddress: 1 } }).paced(world.diagnose);
    const names = ['a.internal', 'b.internal', '10.0.0.1', '[fd00::1]', 'c.internal'];
    for (const name of names) await look(parseTarget(name), options);
    await look(parseTarget('d.example', '127.0.0.1'), options);
    expect(world.dialled).toHaveLength(6);
  });

  it('go on when it is their turn, though the name leads to another busy address by then', async () => {
    let asked = 0;
    const world = resolvingTo((host) => [
      host === 'moves.example' && asked++ > 0 ? '192.0.2.2' : '192.0.2.1',
    ]);
    const look = createAddressPace({ perSecond: 50 }, frozen).paced(world.diagnose);
    for (let port = 1; port <= 50; port += 1) {
      await look(parseTarget(`https://192.0.2.1:${port}`), options);
      await look(parseTarget(`https://x.example:${port}`, '192.0.2.2'), options);
    }
    await look(parseTarget('moves.example'), options);
    expect(world.resolved.filter((host) => host === 'moves.example')).toHaveLength(3);
    expect(world.dialled.filter((host) => host === 'moves.example')).toHaveLength(1);
  });

  it('are not counted where any number is allowed', () => {
    const { diagnose } = resolvingTo(() => []);
    expect(createAddressPace({ perSecond: 0 }).paced(diagnose)).toBe(diagnose);
  });
});

it('counts turns by one moment for each address', () => {
  let now = 0;
  const turns = createTurns(10, () => now);
  const waits = Array.from({ length: 12 }, () => turns.reserve(['192.0.2.1']));
  expect(waits).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200]);
  expect(turns.takeAll(['192.0.2.2', '192.0.2.1'])).toBe(false);
  expect(turns.reserve(['192.0.2.2'])).toBe(0);
  now = 10_000;
  expect(turns.takeAll(['192.0.2.2', '192.0.2.1'])).toBe(true);
});

it('who waits for a turn takes nobody else the place aside', async () => {
  const gate = Promise.withResolvers<void>();
  let parked = 0;
  const done: number[] = [];
  async function* numbers() {
    for (let at = 0; at < 4; at += 1) yield at;
  }
  const lanes = { concurrency: 1, signal: noSignal(), patienceMs: 1, mostAside: 1, parked: () => parked };
  await inLanes(numbers(), lanes, async (at) => {
    if (at < 2) {
      parked += 1;
      await gate.promise;
      parked -= 1;
    }
    done.push(at);
    if (at === 3) gate.resolve();
    return false;
  });
  expect(done).toHaveLength(4);
});
