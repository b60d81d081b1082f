import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../house/source-files.ts';

type Service = {
  readonly image: string;
  readonly secrets?: readonly string[];
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly volumes: Readonly<Record<string, null>>;
};

const compose = parse(readFileSync(join(projectRoot, 'compose.yaml'), 'utf8'), { merge: true }) as Compose;
const { database, ...own } = compose.services;

describe('compose.yaml', () => {
  it('gives each service the secrets that its settings name, and knows where they are', () => {
    for (const [name, { environment = {}, secrets = [] }] of Object.entries(compose.services)) {
      const named = Object.values(environment)
        .map((value) => /^\/run\/secrets\/(.+)$/.exec(String(value))?.[1])
        .filter((secret) => secret !== undefined);
      expect(named.toSorted(), name).toEqual(secrets.toSorted());
    }
    const used = new Set(Object.values(compose.services).flatMap(({ secrets = [] }) => secrets));
    expect(Object.keys(compose.secrets).toSorted()).toEqual([...used].toSorted());
  });

  it('starts what is ours once the database is healthy, without rights and with a system that cannot be written', () => {
    expect(database?.healthcheck?.test[0]).toBe('CMD');
    for (const service of Object.values(own)) {
      expect(service.depends_on).toEqual({ database: { condition: 'service_healthy' } });
      expect(service.read_only).toBe(true);
      expect(service.cap_drop).toEqual(['ALL']);
    }
  });

  it('opens no port beyond this machine, and keeps data in volumes that it declares', () => {
    for (const { ports = [], volumes = [] } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    }
    expect(database?.image).toMatch(/^postgres:18\.\d+-/);
    // From 18 on the image refuses to start where a volume stands at the old place.
    expect(database?.volumes).toEqual(['database:/var/lib/postgresql']);
  });
});
