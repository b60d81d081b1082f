import type { Depth } from './depth.ts';
import { depthOf, type Layer } from './layer.ts';
import type { AnyProbe } from './probe.ts';

const deepest: Readonly<Record<Depth, Layer>> = {
  dns: 'dns',
  certificate: 'revocation',
  renewal: 'chain',
  all: 'application',
};

/** Those of `probes` that run at a depth. */
export function probesAt(depth: Depth, probes: readonly AnyProbe[]): readonly AnyProbe[] {
  return probes.filter(({ only, layer }) => only?.includes(depth) ?? reaches(depth, layer));
}

function reaches(depth: Depth, layer: Layer): boolean {
  return depth === 'dns' ? layer === 'dns' : depthOf(layer) <= depthOf(deepest[depth]);
}
