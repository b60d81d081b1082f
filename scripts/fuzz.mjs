// Types 10,000 hostile lines to every command, sends as many payloads that Slack and Discord never send and requests to every door over HTTP,
// and reads as many rows of the store that are damaged, from another seed each time:
// npm run fuzz [-- RUNS [SEED]]
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const [runs = '10000', seed = String(Math.floor(Math.random() * 2 ** 31))] = process.argv.slice(2);
console.log(`fuzz: ${runs} lines and payloads from seed ${seed}`);
const runner = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const suites = [
  ...['commands', 'slack-payloads', 'discord-payloads', 'signed-doors', 'http-doors', 'kept-rows'],
].map((name) => `test/hostile/${name}.test.ts`);
const { status } = spawnSync(process.execPath, [runner, 'run', ...suites], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed },
});
process.exit(status ?? 1);
