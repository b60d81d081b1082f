/** The rungs of the ladder, in the order of descent. The root cause sits on the lowest broken one. */
export const layers = [
  'vantage',
  'target',
  'dns',
  'tcp',
  'path',
  'tls',
  'certificate',
  'chain',
  'revocation',
  'http',
  'application',
] as const;

export type Layer = (typeof layers)[number];

export function depthOf(layer: Layer): number {
  return layers.indexOf(layer);
}

export const layerNames: Readonly<Record<Layer, string>> = {
  vantage: 'Vantage',
  target: 'Target',
  dns: 'DNS',
  tcp: 'TCP',
  path: 'Path',
  tls: 'TLS',
  certificate: 'Certificate',
  chain: 'Chain',
  revocation: 'Revocation',
  http: 'HTTP',
  application: 'Application',
};
