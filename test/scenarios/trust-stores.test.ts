import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/core/diagnosis.ts';
import { mozillaStore, type NamedStore, nodeStore, systemStore } from '../../src/pki/trust/named-store.ts';
import type { ChainFacts } from '../../src/probes/chain.ts';
import { certificateMessage } from '../../src/views/certificate.ts';
import { withDetailsInside } from '../../src/views/details.ts';
import { daysFrom, forgeRoot } from '../support/certificates/forge.ts';
import { forgeScenario, type ScenarioName } from '../support/certificates/scenarios.ts';
import { words } from '../support/commanding.ts';
import {
  diagnoseTarget,
  type EngineSettings,
  expectDiagnosis,
  openEngine,
  realNow,
} from '../support/diagnosing.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';

type Chain = ReturnType<typeof forgeScenario>;

const unrelated = forgeRoot({ now: realNow, subject: 'Unrelated Root CA' }).pem;
const day = (date: Date) => date.toISOString().slice(0, 10);

/** The stores of a machine: Mozilla's list of last month, this Node's of last year, the system's. */
function storesWith(mozilla: string, node: string, system: string): readonly NamedStore[] {
  const recent = mozillaStore(`# As of: ${day(daysFrom(realNow, -30))}\n${mozilla}`);
  const older = { ...nodeStore('24.1.0'), asOf: daysFrom(realNow, -300) };
  return [
    recent,
    { ...older, set: mozillaStore(node).set },
    { ...systemStore(), set: mozillaStore(system).set },
  ];
}

async function diagnosed(chain: Chain, settings: EngineSettings): Promise<Diagnosis> {
  await using server = await startTlsServer({ chain: chain.chain, key: chain.key });
  return await diagnoseTarget(openEngine(settings), `tls://${chain.host}:${server.port}`, '127.0.0.1');
}

function forged(name: ScenarioName): Chain & { readonly root: string } {
  const chain = forgeScenario(name, { now: realNow });
  return { ...chain, root: chain.anchorsPem };
}

function verdicts({ results }: Diagnosis): readonly string[] {
  const chain = results.find(({ probe }) => probe === 'chain');
  const facts = chain?.status === 'skipped' ? undefined : (chain?.facts as ChainFacts | undefined);
  return facts?.chains[0]?.stores.map(({ kind, trusted }) => `${kind} ${trusted}`) ?? [];
}

describe('trust stores side by side', () => {
  it('are of one mind: nothing is said', async () => {
    const chain = forged('healthy');
    const diagnosis = await diagnosed(chain, { stores: storesWith(chain.root, chain.root, chain.root) });
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(diagnosis.findings.map(({ id }) => id)).not.toContain('chain/trust-stores-disagree');
    expect(verdicts(diagnosis)).toEqual(['mozilla true', 'node true', 'system true']);
  });

  it('a stale store of our own is blamed on us and leaves the target healthy', async () => {
    const chain = forged('healthy');
    const diagnosis = await diagnosed(chain, { stores: storesWith(chain.root, unrelated, chain.root) });
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: 'vantage/trust-store-stale' });
    const stale = diagnosis.findings.find(({ id }) => id === 'vantage/trust-store-stale');
    expect(stale?.blame).toBe('our-trust-store');
    // A list that is compiled into Node is mended by no setting.
    expect(stale?.fix).toMatch(/^Update Node.* no setting/);
    const disagree = diagnosis.findings.find(({ id }) => id === 'chain/trust-stores-disagree');
    expect(disagree?.title).toMatch(
      /^Trusted by Mozilla's list of \d{4}-\d\d, not by this Node's list \(24\.1\.0\): the root was added later$/,
    );
    expect(verdicts(diagnosis)).toEqual(['mozilla true', 'node false', 'system true']);
    const told = words(withDetailsInside(certificateMessage(diagnosis, [])));
    expect(told).toContain("this system's store");
    expect(told).toMatch(/Not trusted by.*this Node's list \(24\.1\.0\)/s);
  });

  it('a root that the newest list dropped is the fault of the target, for some clients', async () => {
    const chain = forged('healthy');
    const diagnosis = await diagnosed(chain, { stores: storesWith(unrelated, chain.root, chain.root) });
    expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'chain/trust-stores-disagree' });
    expect(diagnosis.rootCause?.title).toContain('the root was removed since');
    expect(diagnosis.blame).toBe('target');
  });

  it('a private root that only this machine has is told as that, also when it was sent', async () => {
    for (const name of ['private-root-not-sent', 'untrusted-root', 'self-signed'] as const) {
      const chain = forgeScenario(name, { now: realNow });
      const own = [...chain.sent, ...chain.unsent].at(-1)?.pem ?? '';
      const diagnosis = await diagnosed(chain, { stores: storesWith(unrelated, unrelated, own) });
      expectDiagnosis(diagnosis, { verdict: 'degraded', finding: 'chain/trust-stores-disagree' });
      expect(diagnosis.rootCause?.title, name).toContain('its root was installed here');
    }
  });

  it('EXTRA_CA_FILE makes a private chain: trusted, bound by no public rule, and no disagreement', async () => {
    const chain = forged('long-lived');
    const diagnosis = await diagnosed(chain, {
      stores: storesWith(unrelated, unrelated, unrelated),
      extraCaPem: chain.root,
    });
    expectDiagnosis(diagnosis, { verdict: 'healthy', finding: null });
    expect(verdicts(diagnosis)).toEqual(['mozilla false', 'node false', 'system false', 'extra true']);
  });

  it('a chain that lacks its intermediate is told as that, whatever the stores', async () => {
    const chain = forged('missing-intermediate-no-aia');
    const diagnosis = await diagnosed(chain, { stores: storesWith(chain.root, unrelated, chain.root) });
    expectDiagnosis(diagnosis, { verdict: 'broken', finding: 'chain/unknown-issuer' });
    expect(verdicts(diagnosis)).toEqual(['mozilla false', 'node false', 'system false']);
  });
});
