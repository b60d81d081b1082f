import { expect, it } from 'vitest';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { ProbeResult } from '../../../src/core/probe.ts';
import type { Diagnose, DiagnoseOptions } from '../../../src/core/services.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { joinedDiagnose } from '../../../src/services/commands/joined-diagnose.ts';

const target = parseTarget('api.example.org');
const options = (): DiagnoseOptions => ({ depth: 'all', signal: new AbortController().signal });

/** Looks that end when the test says so. */
function stage() {
  const looks: {
    readonly options: DiagnoseOptions;
    end(): void;
    fail(): void;
  }[] = [];
  const diagnosis = { verdict: 'healthy' } as unknown as Diagnosis;
  const diagnose: Diagnose = (_target, asked) => {
    const { promise, resolve, reject } = Promise.withResolvers<Diagnosis>();
    asked.signal.addEventListener('abort', () => reject(asked.signal.reason));
    looks.push({ options: asked, end: () => resolve(diagnosis), fail: () => reject(new Error('broken')) });
    return promise;
  };
  const clock = { at: 0 };
  return { looks, clock, diagnosis, joined: joinedDiagnose(diagnose, () => clock.at) };
}

const result = (probe: string) => ({ probe, status: 'ok', facts: {} }) as unknown as ProbeResult;

it('makes one look for fifty who ask for the same, and tells each all that was found', async () => {
  const { looks, joined, diagnosis } = stage();
  const heard: string[][] = [];
  const ask = () => {
    const own: string[] = [];
    heard.push(own);
    return joined({ ...target }, { ...options(), onResult: ({ probe }) => void own.push(probe) });
  };
  const first = Array.from({ length: 25 }, ask);
  looks[0]?.options.onResult?.(result('dns'), []);
  const later = Array.from({ length: 25 }, ask);
  looks[0]?.options.onResult?.(result('tcp'), []);
  looks[0]?.end();
  expect(await Promise.all([...first, ...later])).toEqual(Array.from({ length: 50 }, () => diagnosis));
  expect(looks).toHaveLength(1);
  expect(heard).toEqual(Array.from({ length: 50 }, () => ['dns', 'tcp']));
});

it('shares nothing between those who ask for different things, or may reach different things', () => {
  const { looks, joined } = stage();
  const policies = [{ judge: () => true }, { judge: () => true }];
  const asked: object[] = [
    {},
    { depth: 'certificate' },
    { wishes: ['trace'] },
    { wishes: ['tls-scan'] },
    ...policies.map((policy) => ({ policy })),
    ...policies.map(() => ({ networks: ['10.0.0.0/8'] })),
  ];
  for (const more of asked) void joined(target, { ...options(), ...more }).catch(() => undefined);
  void joined(parseTarget('api.example.org:8443'), options()).catch(() => undefined);
  // The last two say the same.
  expect(looks).toHaveLength(asked.length);
  for (const look of looks) look.end();
});

it('lets one leave without the others, and ends with the last', async () => {
  const { looks, joined, diagnosis } = stage();
  const leaving = new AbortController();
  const gone = joined(target, { ...options(), signal: leaving.signal });
  const staying = joined(target, options());
  leaving.abort(new Error('left'));
  await expect(gone).rejects.toThrow('left');
  expect(looks[0]?.options.signal.aborted).toBe(false);
  looks[0]?.end();
  expect(await staying).toBe(diagnosis);

  const alone = new AbortController();
  const only = joined(target, { ...options(), signal: alone.signal });
  alone.abort(new Error('left'));
  await expect(only).rejects.toThrow('left');
  expect(looks[1]?.options.signal.aborted).toBe(true);
  void joined(target, options());
  expect(looks).toHaveLength(3);
  looks[2]?.end();
});

it('looks anew after it has ended, after it broke, and where it began a while ago', async () => {
  const { looks, joined, clock } = stage();
  const one = joined(target, options());
  looks[0]?.end();
  await one;
  const two = joined(target, options());
  looks[1]?.fail();
  await expect(two).rejects.toThrow('broken');
  const three = joined(target, options());
  clock.at = 6000;
  const four = joined(target, options());
  expect(looks).toHaveLength(4);
  looks[2]?.end();
  looks[3]?.end();
  await Promise.all([three, four]);
});
