// Prints a software bill of materials (CycloneDX) of what runs: npm run sbom > notafter.cdx.json
// `npm sbom --omit dev` leaves out whatever a development package asks for as well (pg, ws, yaml: 50 of 217), so npm is
// asked about a project without any.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'notafter-sbom-'));
try {
  const manifest = readJson('package.json');
  writeJson('package.json', { ...manifest, devDependencies: undefined });
  const lock = readJson('package-lock.json') as { packages: Record<string, { readonly dev?: boolean }> };
  const running = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
  const packages = Object.fromEntries(running);
  packages[''] = { ...packages[''], devDependencies: undefined } as object;
  writeJson('package-lock.json', { ...lock, packages });
  const words = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  execFileSync('npm', words, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
} finally {
  rmSync(folder, { recursive: true });
}

function readJson(name: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(name, 'utf8'));
}

function writeJson(name: string, value: object): void {
  writeFileSync(join(folder, name), JSON.stringify(value));
}
