import { serialize } from 'node:v8';
import type { DiagnoseOptions } from '../../../src/core/services.ts';
import type { Target } from '../../../src/core/target.ts';
import { type EngineSettings, openEngine } from '../diagnosing.ts';

export type DiagnoseOrder = {
  readonly target: Target;
  readonly settings: EngineSettings;
  readonly depth: DiagnoseOptions['depth'];
  readonly wishes: DiagnoseOptions['wishes'];
};

const { target, settings, depth, wishes = [] } = JSON.parse(process.argv[2] ?? '{}') as DiagnoseOrder;
const stop = new AbortController();
process.stdin.resume().once('end', () => stop.abort());
const diagnosis = await openEngine(settings)(target, { depth, wishes, signal: stop.signal });
process.stdout.write(serialize(diagnosis).toString('base64'), () => process.exit());
