import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { blames, severities } from '../../src/core/finding.ts';
import { applicationFamilies, layers } from '../../src/core/layer.ts';

const families: readonly string[] = [...layers, ...applicationFamilies];
const folder = join(import.meta.dirname, '../../src/checks');

/** "dns/nxdomain" for src/checks/dns/nxdomain.ts. */
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && families.includes(entry.name))
  .flatMap(({ name }) =>
    readdirSync(join(folder, name)).map((file) => `${name}/${file.replace(/\.ts$/, '')}`),
  );

/** RFC and Baseline Requirements by section, manual pages by theirs, documents of gRPC and OpenID by name. */
const citation =
  /^(RFC \d{3,5} §\d+(\.\d+)*|BR §\d+(\.\d+)*|[a-z-]+\([1-8]\)|gRPC [a-z-]+|OIDC [A-Z][a-z]+ §\d+(\.\d+)*)$/;

describe('the registry', () => {
  it('lists the rule of every file under the name of the file', () => {
    expect(checks.map((check) => check.page.id).toSorted()).toEqual(files.toSorted());
  });

  it('keeps each id once', () => {
    expect(new Set(checks.map((check) => check.page.id)).size).toBe(checks.length);
  });

  it('holds the catalogue this version promises', () => {
    expect(checks.length).toBeGreaterThanOrEqual(55);
  });
});

describe.each(checks.map(({ page }) => [page.id, page] as const))('the page of %s', (id, page) => {
  it('sits on a layer that there is, or in a family of one', () => {
    expect(families).toContain(id.split('/')[0]);
    expect(severities).toContain(page.severity);
    expect(blames).toContain(page.blame);
  });

  it('has a title of one line without a full stop', () => {
    expect(page.title.length).toBeGreaterThan(15);
    expect(page.title.length).toBeLessThanOrEqual(90);
    expect(page.title).not.toMatch(/[.\n]$/);
  });

  it('explains and mends in sentences a tired reader can take', () => {
    for (const text of [page.explanation, page.fix]) {
      expect(text.length).toBeGreaterThan(40);
      expect(text).toMatch(/[.)]$/);
      expect(text).not.toMatch(/[—–\n]/);
      for (const sentence of text.split(/(?<=[.?:;]) /)) expect(sentence.length).toBeLessThanOrEqual(400);
    }
  });

  it('cites a document by section', () => {
    expect(page.citation).toMatch(citation);
  });
});
