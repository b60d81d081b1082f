// Makes what the published package has beside the checkout's own files; npm runs this before it packs, and with --clean after.
// dist/: the sources as JavaScript, since Node strips no types below node_modules, and beside them the data they read,
// each where its reader looks for it. npm-shrinkwrap.json: the lock file under the name that is published, so that
// whoever installs the package from a registry gets the very tree that was tested here.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');
const shrinkwrap = join(root, 'npm-shrinkwrap.json');

// A shrinkwrap that stayed would outrank the lock file in this checkout.
for (const made of [dist, shrinkwrap]) rmSync(made, { recursive: true, force: true });
if (process.argv[2] !== '--clean') {
  emitPrograms();
  copyData();
  cpSync(join(root, 'package-lock.json'), shrinkwrap);
}

function emitPrograms() {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const { status } = spawnSync(
    process.execPath,
    [join(dirname(manifest), 'bin/tsc'), '--project', 'tsconfig.package.json'],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) process.exit(status ?? 1);
}

function copyData() {
  const data = [
    ...globSync('src/**/*.{json,pem,css,js,svg}', { cwd: root }),
    'assets/fonts',
    // Completion reads the names of the findings from it.
    'docs/findings/README.md',
  ];
  for (const path of data) cpSync(join(root, path), join(dist, path), { recursive: true });
  const { name, version, type } = readJson('package.json');
  writeJson(join(dist, 'package.json'), { name, version, type });
}

function readJson(name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
