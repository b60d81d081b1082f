// Everything `npm test` stands for: types, lint and format, then the tests; ends with the counts in one line.
// Arguments go to the test runner: `npm test -- test/core`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'notafter-test-'));
const report = join(folder, 'report.json');

// A machine's own certificate and configuration variables would change what the tests see.
const env = { ...process.env, NO_UPDATE_NOTIFIER: '1' };
for (const name of ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NO_COLOR', 'FORCE_COLOR'])
  delete env[name];

step('types', ['typescript', 'tsc', '--noEmit']);
step('lint and format', ['@biomejs/biome', 'biome', 'check', '.']);
const tests = run('tests', [
  'vitest',
  'vitest',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
printCounts();
rmSync(folder, { recursive: true, force: true });
process.exit(tests);

function step(title, words) {
  const status = run(title, words);
  if (status === 0) return;
  console.error(`\n${title}: failed`);
  process.exit(status);
}

function run(title, [packageName, binName, ...words]) {
  console.log(`\n== ${title}`);
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const script = join(dirname(manifest), typeof bin === 'string' ? bin : bin[binName]);
  return spawnSync(process.execPath, [script, ...words], { stdio: 'inherit', env }).status ?? 1;
}

function printCounts() {
  try {
    const told = JSON.parse(readFileSync(report, 'utf8'));
    const { numPassedTests, numFailedTests, numPendingTests } = told;
    for (const words of triedAgain(told.testResults)) console.log(words);
    console.log(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
  } catch {
    console.log('\nThe test runner ended without a report.');
  }
}

/** What passed at its second try only is said, so that nobody takes it for what passes always. */
function triedAgain(files) {
  return files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
      .map(({ fullName, failureMessages }) => {
        const [reason] = failureMessages[0].split('\n');
        return `passed at its second try: ${relative('.', name)}: ${fullName} (first: ${reason})`;
      }),
  );
}
