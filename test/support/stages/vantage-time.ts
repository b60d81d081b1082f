import { type Forged, forgeLeaf, forgeRoot } from '../certificates/forge.ts';
import { forgeScenario, type ScenarioName } from '../certificates/scenarios.ts';
import { type EngineSettings, realNow } from '../diagnosing.ts';
import { answersStatus } from '../farm/http-answers.ts';
import { startHttpServer } from '../farm/http-server.ts';
import { type ReferenceKind, startReferences } from '../farm/reference-hosts.ts';
import { type OpenStage, type Stage, setStage } from './stage.ts';

const dayMs = 86_400_000;
const { chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });
const identity = { chain, key };
const refused: ReferenceKind = { kind: 'refused' };

function telling(aheadMs: number): ReferenceKind {
  return { kind: 'sound', aheadMs, identity };
}

/** A server whose dates are at stake, and reference hosts that tell another time than ours. */
async function dated(
  name: ScenarioName,
  references: readonly ReferenceKind[],
  aheadMs = 0,
): Promise<OpenStage> {
  const scenario = forgeScenario(name, { now: realNow });
  const others = await startReferences(...references);
  const date = new Date(realNow.getTime() + aheadMs).toUTCString();
  const server = await startHttpServer(answersStatus(200, { date }), {
    chain: scenario.chain,
    key: scenario.key,
  });
  return setStage({
    typed: `${scenario.host}:${server.port}`,
    address: '127.0.0.1',
    settings: { anchorsPem: scenario.anchorsPem, vantage: { referenceHosts: others.setting } },
    servers: [others, server],
  });
}

const proxy = forgeRoot({ now: realNow, subject: 'Acme Inspection CA' });
const company = forgeRoot({ now: realNow, subject: 'Acme Company CA' });

function signedBy(authority: Forged, host: string) {
  const leaf = forgeLeaf(authority, { now: realNow, dns: [host] });
  return { chain: [leaf.der, authority.der], key: leaf.key };
}

/** A target that `authority` signed for, beside reference hosts that `others` signed for. */
async function signed(
  authority: Forged,
  others: Forged | null,
  more: EngineSettings = {},
): Promise<OpenStage> {
  const hosts = ['ref1.test', 'ref2.test'];
  const references = await startReferences(
    ...hosts.map((host): ReferenceKind => {
      return { kind: 'sound', identity: others === null ? identity : signedBy(others, host) };
    }),
  );
  const server = await startHttpServer(answersStatus(200), signedBy(authority, 'site.test'));
  return setStage({
    typed: `site.test:${server.port}`,
    address: '127.0.0.1',
    settings: { anchorsPem, vantage: { referenceHosts: references.setting }, ...more },
    servers: [references, server],
  });
}

/** Whether it is us: the clock, and who signs. */
export const vantageTimeStages: readonly Stage[] = [
  {
    name: 'expired by our clock alone, which is weeks ahead',
    verdict: 'unknown',
    finding: 'vantage/clock-skew',
    blame: 'our-vantage',
    shows: /^date:/im,
    open: () => dated('expired', [telling(-40 * dayMs), telling(-40 * dayMs)]),
  },
  {
    name: 'not yet valid by our clock alone, which is days behind',
    verdict: 'unknown',
    finding: 'vantage/clock-skew',
    blame: 'our-vantage',
    open: () => dated('not-yet-valid', [telling(3 * dayMs), telling(3 * dayMs)]),
  },
  {
    name: 'our clock is an hour behind, and no date depends on it',
    verdict: 'healthy',
    finding: 'vantage/clock-skew',
    open: () => dated('healthy', [telling(3_600_000), refused], 3_600_000),
  },
  {
    name: 'the clock of the server is an hour behind, two others agree with ours',
    verdict: 'healthy',
    finding: 'http/clock-skew',
    open: () => dated('healthy', [telling(0), telling(0)], -3_600_000),
  },
  {
    name: 'expired, and two others agree with our clock',
    verdict: 'broken',
    finding: 'certificate/expired',
    blame: 'target',
    open: () => dated('expired', [telling(0), telling(0)]),
  },
  {
    name: 'expired, and one reference host has lost its clock',
    verdict: 'broken',
    finding: 'certificate/expired',
    blame: 'target',
    open: () => dated('expired', [telling(-40 * dayMs), telling(0)]),
  },
  {
    name: 'a proxy of ours signs for everybody',
    verdict: 'unknown',
    finding: 'vantage/intercepted',
    blame: 'our-vantage',
    shows: /Acme Inspection CA/,
    open: () => signed(proxy, proxy),
  },
  {
    name: 'a private authority, while the reference hosts have public ones',
    verdict: 'broken',
    finding: 'chain/untrusted-root',
    open: () => signed(company, null),
  },
  {
    name: 'sound, and signed by the trusted authority of the company as are its own reference hosts',
    verdict: 'healthy',
    finding: null,
    open: () => signed(company, company, { extraCaPem: company.pem }),
  },
];
