import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { roles } from '../../src/core/roles.ts';
import { projectRoot } from '../house/source-files.ts';

const folder = join(projectRoot, 'ops/kubernetes');
const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0;
if (!isInstalled) process.stdout.write('skipped: kubectl is not installed, kustomize was not run\n');

type Container = {
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext: object;
  readonly resources: { readonly limits: { readonly memory?: string } };
  readonly startupProbe: object;
  readonly livenessProbe: { readonly httpGet: { readonly path: string } };
  readonly readinessProbe: { readonly httpGet: { readonly path: string } };
};
type Manifest = {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly Container[]; readonly securityContext: object };
    };
  };
};

function manifestsIn(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

const deployments = globSync('*.yaml', { cwd: folder })
  .flatMap((name) => manifestsIn(readFileSync(join(folder, name), 'utf8')))
  .filter(({ kind }) => kind === 'Deployment');

describe('the manifests for Kubernetes', () => {
  it('have a deployment for each role', () => {
    const named = deployments.flatMap(({ spec }) =>
      spec.template.spec.containers[0]?.env.filter(({ name }) => name === 'ROLES').map(({ value }) => value),
    );
    expect(named.toSorted()).toEqual([...roles].toSorted());
  });

  it.each(deployments.map((one) => [one.metadata.name, one] as const))(
    '%s fits the restricted pod security standard and is watched',
    (_name, { spec }) => {
      const { containers, securityContext } = spec.template.spec;
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.livenessProbe.httpGet.path).toBe('/healthz');
        expect(container.readinessProbe.httpGet.path).toBe('/readyz');
        expect(container.startupProbe).toBeDefined();
        expect(container.resources.limits.memory).toBeDefined();
      }
    },
  );

  it('name the image of this very version', () => {
    const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const { images } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8'));
    expect(images.map(({ newTag }: { newTag: string }) => newTag)).toEqual([version]);
  });

  it.skipIf(!isInstalled)('are put together by kustomize', () => {
    const built = manifestsIn(execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' }));
    const kinds = built.map(({ kind }) => kind);
    for (const kind of [
      'Namespace',
      'ConfigMap',
      'Service',
      'Deployment',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ])
      expect(kinds).toContain(kind);
    for (const { kind, metadata } of built.filter(({ kind }) => kind !== 'Namespace'))
      expect(metadata.namespace, kind).toBe('notafter');
  });
});
