import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { exampleIn, indexText, pagePath, ruleText } from '../../scripts/finding-page.ts';
import { checks } from '../../src/checks/index.ts';
import { schemesTable } from '../../src/core/target/schemes.ts';
import { envExample, settingRows, settingsTable } from '../../src/env-example.ts';
import { projectRoot } from './source-files.ts';

function read(name: string): string {
  return readFileSync(join(projectRoot, name), 'utf8');
}

describe('what is written beside the code', () => {
  it('keeps .env.example equal to the settings (mend: node scripts/env-example.mjs)', () => {
    expect(read('.env.example')).toBe(envExample());
  });

  it("keeps the README's configuration table equal to the settings", () => {
    expect(read('README.md')).toContain(settingsTable());
  });

  it("keeps the README's table of schemes equal to the schemes (mend: node scripts/readme-table.mjs)", () => {
    expect(read('README.md')).toContain(`${schemesTable()}\n\n`);
  });

  it('names every command in the README', () => {
    for (const command of commands) expect(read('README.md')).toContain(`\`/${command.name}`);
  });

  it('gives every dependency a line and a reason', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const page = read('docs/dependencies.md');
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      expect(page, name).toMatch(new RegExp(`^\\| \`${name.replace(/[/.]/g, '\\$&')}\` \\| .{20,}\\|$`, 'm'));
    }
  });

  it('holds no secret among the examples', () => {
    for (const row of settingRows().filter((setting) => setting.secret === true)) {
      expect(row.example, row.name).toMatch(/\.\.\.$/);
    }
  });
});

/** No stage shows these: they take another kernel, a firewall, programs that are missing, or another OpenSSL. */
const withoutExample = new Set<string>([
  'dns/resolver-error',
  'tcp/slow',
  'path/not-traced',
  'tcp/blocked-locally',
  'tcp/connection-failed',
  'tcp/family-not-checked',
  'tls/client-certificate-unused',
  'tls/no-certificate',
  'chain/rejected-by-openssl',
]);

describe('the pages of the findings (mend: npm run finding-pages -- --capture)', () => {
  const pages = checks.map((check) => check.page);

  it('are listed, each once', () => {
    expect(read('docs/findings/README.md')).toBe(indexText(pages));
    const written = globSync('docs/findings/*/*.md', { cwd: projectRoot });
    expect(written.toSorted()).toEqual(pages.map(({ id }) => pagePath(id)).toSorted());
  });

  it.each(pages.map((page) => [page.id, page] as const))('%s', (id, page) => {
    const text = read(pagePath(id));
    const example = exampleIn(text);
    expect(text.slice(0, text.length - example.length).trimEnd()).toBe(ruleText(page).trimEnd());
    expect(example === '', 'an example, captured from a stage').toBe(withoutExample.has(id));
  });
});
