import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import type { ChainRevocation, RevocationFacts } from '../../../src/probes/revocation/revocation-facts.ts';
import {
  type CertificateSpec,
  daysFrom,
  type Forged,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../certificates/forge.ts';
import { type CrlSpec, forgeCrl } from '../certificates/forge-crl.ts';
import { forgeOcsp, type OcspSpec } from '../certificates/forge-ocsp.ts';
import { readForged } from '../certificates/read.ts';
import { diagnoseTarget, type EngineSettings, openEngine, realNow } from '../diagnosing.ts';
import { type Authority, answersCrl, answersOcsp, startAuthority } from '../farm/authority.ts';
import type { FarmServer } from '../farm/listener.ts';
import { identityOf, startTlsServer } from '../farm/tls-server.ts';

export type Stage = AsyncDisposable & {
  readonly authority: Authority;
  readonly root: Forged;
  readonly intermediate: Forged;
  readonly leaf: Forged;
  readonly diagnose: Diagnose;
  /** A server of the leaf and its intermediate, and what the whole engine says of it. */
  look(served?: Served): Promise<Diagnosis>;
  /** Of the leaf by its issuer, around the real moment. */
  ocsp(spec?: Partial<OcspSpec>): Buffer;
  /** Of the intermediate unless said. */
  crl(spec?: CrlSpec, issuer?: Forged): Buffer;
  serveOcsp(spec?: Partial<OcspSpec>): void;
  serveCrl(spec?: CrlSpec): void;
};

export type Served = {
  readonly staple?: Uint8Array;
  readonly diagnose?: Diagnose;
  readonly host?: string;
  /** In place of the leaf of the stage, of the same issuer. */
  readonly leaf?: Forged;
};

export type StageSpec = EngineSettings & {
  /** What the leaf points at: paths at the authority. */
  readonly ocsp?: readonly string[];
  readonly crl?: readonly string[];
  readonly leaf?: CertificateSpec;
  readonly intermediate?: (authority: Authority) => CertificateSpec;
};

/** One authority with its publications, one leaf that points at them (`/ocsp` and `/crl` unless said), one engine. */
export async function openStage(spec: StageSpec = {}): Promise<Stage> {
  const { ocsp = ['/ocsp'], crl = [], ...settings } = spec;
  const now = realNow;
  const authority = await startAuthority();
  const root = forgeRoot({ now });
  const intermediate = forgeIntermediate(root, { now, ...spec.intermediate?.(authority) });
  const leaf = forgeLeaf(intermediate, {
    now,
    ocsp: ocsp.map(authority.url),
    crl: crl.map(authority.url),
    ...spec.leaf,
  });
  const diagnose = openEngine({ ...settings, anchorsPem: root.pem });
  const servers: FarmServer[] = [];
  const stage: Stage = {
    authority,
    root,
    intermediate,
    leaf,
    diagnose,
    async look({ staple, diagnose: engine = diagnose, host = '127.0.0.1', leaf: shown = leaf } = {}) {
      const identity = identityOf(shown, intermediate);
      const server = await startTlsServer({ ...identity, host, ...(staple === undefined ? {} : { staple }) });
      servers.push(server);
      return diagnoseTarget(engine, `tls://site.test:${server.port}`, host);
    },
    ocsp: (more = {}) => forgeOcsp({ certificate: leaf, issuer: intermediate, now, ...more }),
    crl: (more = {}, issuer = intermediate) => {
      const dates = { thisUpdate: daysFrom(now, -1), nextUpdate: daysFrom(now, 6) };
      return forgeCrl(issuer, { ...dates, ...more }).der;
    },
    serveOcsp: (more) => authority.serve('/ocsp', answersOcsp(stage.ocsp(more))),
    serveCrl: (more) => authority.serve('/crl', answersCrl(stage.crl(more))),
    async [Symbol.asyncDispose]() {
      await Promise.all([authority, ...servers].map((server) => server[Symbol.asyncDispose]()));
    },
  };
  return stage;
}

/** What the revocation probe learned about the one chain of a diagnosis. */
export function revocationIn(diagnosis: Diagnosis): ChainRevocation {
  const result = diagnosis.results.find(({ probe }) => probe === 'revocation');
  const facts = result === undefined || result.status === 'skipped' ? undefined : result.facts;
  const [chain] = (facts as RevocationFacts | undefined)?.chains ?? [];
  if (chain === undefined) throw new Error(`nothing was learned: ${JSON.stringify(result)}`);
  return chain;
}

/** "ocsp good", "crl unreachable", ... of the leaf, or of what stands at `index` in the path. */
export function reportsIn(diagnosis: Diagnosis, index = 0): readonly string[] {
  const reports = revocationIn(diagnosis).certificates[index]?.reports ?? [];
  return reports.map(({ source, cached, said }) => `${cached ? 'kept ' : ''}${source} ${said.kind}`);
}

/** Content bytes of the serial number, as a CRL entry has it. */
export function serialOf(certificate: Pick<Forged, 'der'>): Uint8Array {
  return Buffer.from(readForged(certificate).serial, 'hex');
}
