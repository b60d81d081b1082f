// Installs what the lock file names, and a Node 24 beside it where the machine's own is older.
// Plain JavaScript that any Node from 18 on can run: it is the only file that meets the old runtime.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const runtimeVersion = '24.21.0';
const windows = process.platform === 'win32';
// npm scripts find the Node in node_modules first: once it is there, it runs this file and must bring itself again.
const brought = process.execPath.includes('node_modules');
const tooOld = brought || Number(process.versions.node.split('.')[0]) < 24;
const stampFile = 'node_modules/.setup-stamp';
const wanted = [
  createHash('sha256').update(readFileSync('package-lock.json')).digest('hex'),
  process.platform,
  process.arch,
  tooOld ? runtimeVersion : 'own-node',
].join(' ');

if (!upToDate()) {
  say('installing the packages named in package-lock.json, once ...');
  // Nothing in the tree needs its install script, and none is trusted with this machine.
  npm('ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund');
  if (tooOld) {
    const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
    say(`this machine's own Node is older than 24; adding ${name} ${runtimeVersion} to node_modules ...`);
    npm(
      'install',
      '--no-save',
      '--no-package-lock',
      '--loglevel=error',
      '--no-audit',
      '--no-fund',
      `${name}@${runtimeVersion}`,
    );
  }
  writeFileSync(stampFile, wanted);
}

function upToDate() {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) return false;
  // A later `npm install` removes the unsaved runtime and leaves the stamp.
  return !tooOld || existsSync(`node_modules/.bin/${windows ? 'node.cmd' : 'node'}`);
}

function npm(...words) {
  const run = spawnSync(windows ? 'npm.cmd' : 'npm', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  });
  if (run.status === 0) return;
  say(
    `"npm ${words.join(' ')}" failed. Is the package registry reachable from here? Then run the command again.`,
  );
  process.exit(run.status ?? 1);
}

function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}
