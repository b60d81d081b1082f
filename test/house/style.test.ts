import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { checks } from '../../src/checks/index.ts';
import { probes } from '../../src/probes/index.ts';
import { projectRoot, sourceFiles } from './source-files.ts';

const shipped = sourceFiles('src', 'commands');

describe('file length', () => {
  const lengths = shipped.map((file) => file.text.split('\n').length).toSorted((one, other) => one - other);
  const share = (part: number) => lengths[Math.floor((lengths.length - 1) * part)] ?? 0;

  it('has no file over 300 lines, tests included', () => {
    const long = [...shipped, ...sourceFiles('test')].filter((file) => file.text.split('\n').length > 301);
    expect(long.map((file) => file.path)).toEqual([]);
  });

  it('has a median of at most 80 lines and a ninetieth percentile of at most 180', () => {
    expect(share(0.5)).toBeLessThanOrEqual(80);
    expect(share(0.9)).toBeLessThanOrEqual(180);
  });
});

describe('names', () => {
  it('has no drawer for odds and ends', () => {
    const drawers = shipped.filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|manager)(\.ts|\/)/.test(file.path),
    );
    expect(drawers.map((file) => file.path)).toEqual([]);
  });

  it('uses no enums, default exports or non-null assertions', () => {
    for (const file of shipped) {
      expect(file.text, file.path).not.toMatch(/^\s*(export\s+)?(const\s+)?enum\s/m);
      expect(file.text, file.path).not.toMatch(/^export default/m);
    }
  });
});

describe('registries name every unit', () => {
  it('lists every check', () => {
    const written = sourceFiles('src/checks')
      .filter((file) => /\bdefineCheck\(/.test(file.text))
      .flatMap((file) => [...file.text.matchAll(/\bid: '([^']+)'/g)].map(([, id]) => id));
    expect(checks.map((check) => check.page.id).toSorted()).toEqual(written.toSorted());
  });

  it('lists every probe', () => {
    const written = sourceFiles('src/probes').filter((file) => /= defineProbe\(/.test(file.text));
    expect(probes.length).toBe(written.length);
  });

  it('lists every command', () => {
    const written = readdirSync(join(projectRoot, 'commands'))
      .filter((name) => name.endsWith('.ts') && name !== 'index.ts' && name !== 'options.ts')
      .map((name) => name.replace('.ts', ''));
    expect(commands.map((command) => command.name).toSorted()).toEqual(written.toSorted());
  });
});

describe('commands describe themselves', () => {
  it.each(commands.map((command) => [command.name, command] as const))('/%s', (name, command) => {
    expect(command.summary.length).toBeGreaterThan(10);
    expect(command.summary.length).toBeLessThanOrEqual(100);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(example.startsWith(`/${name}`)).toBe(true);
    for (const action of command.actions) {
      expect(action.summary.length).toBeLessThanOrEqual(100);
      for (const option of action.options) expect(option.summary.length).toBeLessThanOrEqual(100);
    }
  });
});
