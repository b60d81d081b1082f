import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { settingRows } from '../../src/env-example.ts';
import { settings } from '../../src/settings.ts';
import { projectRoot } from '../house/source-files.ts';
import { environmentOf, readDockerfile } from '../support/packaging/dockerfile.ts';

const read = (name: string): string => readFileSync(join(projectRoot, name), 'utf8');

/** What others read: Node, the C library below it, and the image of PostgreSQL. */
const foreign = new Set([
  'NODE_ENV',
  'MALLOC_ARENA_MAX',
  'POSTGRES_USER',
  'POSTGRES_DB',
  'POSTGRES_PASSWORD_FILE',
]);

/** A setting, or the file of one that is secret. */
function isSetting(name: string): boolean {
  if (foreign.has(name) || name in settings.shape) return true;
  const secret = settingRows().find((row) => `${row.name}_FILE` === name)?.secret;
  return secret === true;
}

type Workload = {
  readonly spec?: { readonly template?: { readonly spec: { readonly containers: readonly Running[] } } };
};
type Running = { readonly env?: readonly { readonly name: string }[] };

const namesIn: Readonly<Record<string, () => readonly string[]>> = {
  Dockerfile: () => readDockerfile(read('Dockerfile')).flatMap((stage) => Object.keys(environmentOf(stage))),
  'compose.yaml': () => {
    const { services } = parse(read('compose.yaml'), { merge: true }) as {
      readonly services: Readonly<Record<string, { readonly environment?: object }>>;
    };
    return Object.values(services).flatMap(({ environment = {} }) => Object.keys(environment));
  },
  'app.json': () => Object.keys(JSON.parse(read('app.json')).env),
  'ops/systemd': () =>
    globSync('ops/systemd/**/*.{service,conf}', { cwd: projectRoot })
      .flatMap((path) => [...read(path).matchAll(/^Environment=(\w+)=/gm)])
      .map(([, name = '']) => name),
  'ops/kubernetes': () => [
    ...[...read('ops/kubernetes/settings.env').matchAll(/^(\w+)=/gm)].map(([, name = '']) => name),
    ...globSync('ops/kubernetes/*.yaml', { cwd: projectRoot })
      .flatMap((path) => parseAllDocuments(read(path)))
      .flatMap((document) => (document.toJS() as Workload).spec?.template?.spec.containers ?? [])
      .flatMap(({ env = [] }) => env.map(({ name }) => name)),
  ],
};

describe('every variable that a file of deployment sets is one that Notafter reads', () => {
  it.each(Object.keys(namesIn))('%s', (file) => {
    const names = namesIn[file]?.() ?? [];
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !isSetting(name))).toEqual([]);
  });
});

describe('the Procfile', () => {
  it('has every type of process that app.json starts, and installs nothing at each start of a dyno', () => {
    const types = new Map(
      [...read('Procfile').matchAll(/^(\w+): (.+)$/gm)].map(([, type = '', command = '']) => [type, command]),
    );
    for (const type of Object.keys(JSON.parse(read('app.json')).formation)) {
      expect([...types.keys()]).toContain(type);
    }
    // npm start would lay the packages anew, which the buildpack has laid.
    for (const command of types.values()) expect(command).toMatch(/^node src\/bin\/bot\.ts( \w+)?$/);
  });
});

describe('what may be shown', () => {
  it('holds no secret: files of deployment name them, and git knows none', () => {
    const tracked = execFileSync('git', ['ls-files', 'secrets', '.env'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect(tracked).toBe('');
    expect(read('.gitignore')).toMatch(/^secrets\/$/m);
  });
});
