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

/** Protocols of the application layer that name their findings after themselves: `grpc/not-serving`. */
export const applicationFamilies = ['websocket', 'grpc', 'oauth'] as const;

/** The part of a finding's id before the slash. */
export type FindingFamily = Layer | (typeof applicationFamilies)[number];

export function layerOfFamily(family: FindingFamily): Layer {
  return isApplicationFamily(family) ? 'application' : family;
}

function isApplicationFamily(family: FindingFamily): family is (typeof applicationFamilies)[number] {
  return (applicationFamilies as readonly string[]).includes(family);
}

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
