import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import type { Repair } from '../../../src/probes/chain/repair-facts.ts';
import type { ChainFacts } from '../../../src/probes/chain.ts';
import {
  type CertificateSpec,
  type Forged,
  forgeIntermediate,
  forgeLeaf,
  forgeRoot,
} from '../certificates/forge.ts';
import { diagnoseTarget, type EngineSettings, openEngine, realNow } from '../diagnosing.ts';
import { type Authority, startAuthority } from '../farm/authority.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { identityOf, startTlsServer } from '../farm/tls-server.ts';

export type RepairStage = AsyncDisposable & {
  readonly authority: Authority;
  /** What clients trust, above two intermediates: the outer one signs the inner one, that the leaf. */
  readonly root: Forged;
  readonly outer: Forged;
  readonly inner: Forged;
  /** Under the inner one, with these caIssuers addresses. */
  leaf(issuerUrls: readonly string[], spec?: CertificateSpec): Forged;
  /** Puts bytes under a path of the authority, and gives back the URL. */
  publish(path: string, body: Uint8Array | string): string;
  /** What the engine says of a server that sends these; the same engine each time, unless settings are given. */
  look(sent: readonly [Forged, ...Forged[]], settings?: EngineSettings): Promise<Diagnosis>;
};

export type RepairStageSpec = { readonly inner?: CertificateSpec; readonly outer?: CertificateSpec };

export async function openRepairStage(
  spec: (authority: Authority) => RepairStageSpec = () => ({}),
): Promise<RepairStage> {
  const authority = await startAuthority();
  const { inner: innerSpec, outer: outerSpec } = spec(authority);
  const now = realNow;
  const root = forgeRoot({ now });
  const outer = forgeIntermediate(root, { now, subject: 'Test Outer CA', ...outerSpec });
  const inner = forgeIntermediate(outer, { now, subject: 'Test Inner CA', ...innerSpec });
  const engine = openEngine({ anchorsPem: root.pem });
  return {
    authority,
    root,
    outer,
    inner,
    leaf: (caIssuers, leafSpec = {}) => forgeLeaf(inner, { now, caIssuers, ...leafSpec }),
    publish(path, body) {
      authority.serve(path, answersStatus(200, {}, body));
      return authority.url(path);
    },
    async look(sent, settings) {
      const diagnose: Diagnose =
        settings === undefined ? engine : openEngine({ anchorsPem: root.pem, ...settings });
      const [first, ...others] = sent;
      await using server = await startTlsServer(identityOf(first, ...others));
      return await diagnoseTarget(diagnose, `tls://site.test:${server.port}`, '127.0.0.1');
    },
    [Symbol.asyncDispose]: () => authority[Symbol.asyncDispose](),
  };
}

/** What came of the repair of the one chain that was served. */
export function repairIn({ results }: Diagnosis): Repair | null {
  const chain = results.find(({ probe }) => probe === 'chain');
  const facts = chain === undefined || chain.status === 'skipped' ? undefined : chain.facts;
  return (facts as ChainFacts | undefined)?.chains[0]?.repair ?? null;
}
