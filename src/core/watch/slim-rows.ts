import type { Endpoint, Sighting, WatchedCertificate, WatchRow } from './endpoint.ts';

/**
 * Rows of which a hundred thousand are kept at a time, as a digest does: what most have in common stands in memory once, and of
 * certificates only what tells their state (no names, no addresses).
 */
export function slimming(): (row: WatchRow) => WatchRow {
  const slimEndpoint = sharing();
  return (row) => ({
    ...row,
    endpoint: slimEndpoint(row.endpoint),
    sighting: row.sighting && slimSighting(row.sighting),
  });
}

/** The same endpoints; owners, homes and labels that are alike are one and the same object. */
export function sharing(): (endpoint: Endpoint) => Endpoint {
  const known = new Map<string, unknown>();
  const shared = <Part>(part: Part): Part => {
    const key = JSON.stringify(part);
    const before = known.get(key);
    if (before !== undefined) return before as Part;
    // Where all differ there is nothing to share.
    if (known.size < mostShared) known.set(key, part);
    return part;
  };
  return (endpoint) => ({
    ...endpoint,
    home: shared(endpoint.home),
    owners: shared(endpoint.owners),
    labels: shared(endpoint.labels),
  });
}

const mostShared = 2000;

function slimSighting(sighting: Sighting): Sighting {
  const { certificate, served } = sighting;
  const isAlone = served.length === 1 && served[0]?.fingerprint256 === certificate?.fingerprint256;
  return {
    ...sighting,
    certificate: certificate && slimCertificate(certificate),
    // Whoever reads them takes the one that is known where none is listed.
    served: isAlone ? [] : served.map((leaf) => ({ ...slimCertificate(leaf), addresses: [] })),
  };
}

function slimCertificate({
  fingerprint256,
  notBefore,
  notAfter,
  renewalWindow,
}: WatchedCertificate): WatchedCertificate {
  return {
    ...{ fingerprint256, notBefore, notAfter, issuer: '', names: [] },
    ...(renewalWindow === undefined ? {} : { renewalWindow }),
  };
}
