import { lifetimeLimit } from '../../../src/pki/rules/lifetime-limit.ts';
import { type CertificateSpec, daysFrom } from './forge.ts';
import { forgeAuthority, leafOf, nowOf, type Scenario, type ScenarioOptions, scenario } from './scenario.ts';

type Leaf = (options: ScenarioOptions) => CertificateSpec & { readonly host?: string };

/** Faults of the leaf alone: root and intermediate are sound, `[leaf, intermediate]` is sent. */
const leaves = {
  healthy: () => ({}),
  'healthy-rsa': () => ({ key: 'rsa2048', keyUsage: ['digitalSignature', 'keyEncipherment'] }),
  'healthy-ed25519': () => ({ key: 'ed25519' }),
  expired: (options) => ({
    notBefore: daysFrom(nowOf(options), -120),
    notAfter: daysFrom(nowOf(options), -30),
  }),
  'not-yet-valid': (options) => ({
    notBefore: daysFrom(nowOf(options), 2),
    notAfter: daysFrom(nowOf(options), 92),
  }),
  'renewal-due': (options) => ({
    notBefore: daysFrom(nowOf(options), -65),
    notAfter: daysFrom(nowOf(options), 25),
  }),
  'renewal-overdue': aged(90, 76),
  'renewal-critical': aged(90, 84),
  'expires-in-hours': aged(90, 89.5),
  /** What Let's Encrypt's profile of that name issues: 160 hours. */
  'short-lived': aged(160 / 24, 0.5),
  'short-lived-before-half': aged(160 / 24, 3.3),
  'short-lived-due': aged(160 / 24, 3.4),
  'short-lived-overdue': aged(160 / 24, 5.1),
  'short-lived-last-hours': aged(160 / 24, 6.4),
  'longest-allowed': (options) => aged(limitOf(options) - 1 / 86_400, 20)(options),
  'a-second-too-long': (options) => aged(limitOf(options), 20)(options),
  'wrong-host': () => ({ dns: ['other.example'] }),
  sibling: () => ({ dns: ['api.site.test', 'shop.site.test'], host: 'www2.site.test' }),
  'wildcard-ok': () => ({ dns: ['*.site.test'], host: 'api.site.test' }),
  'wildcard-depth': () => ({ dns: ['*.site.test'], host: 'a.b.site.test' }),
  'wildcard-bare': () => ({ dns: ['*.site.test'], host: 'site.test' }),
  'www-missing': () => ({ dns: ['site.test'], host: 'www.site.test' }),
  'only-www': () => ({ dns: ['www.site.test'], host: 'site.test' }),
  'ip-in-cn': () => ({ subject: '127.0.0.1', dns: ['site.test'], host: '127.0.0.1' }),
  'ip-as-dns': () => ({ dns: ['127.0.0.1'], host: '127.0.0.1' }),
  'ip-not-covered': () => ({ dns: ['site.test'], host: '127.0.0.1' }),
  'ip-san': () => ({ dns: [], ip: ['127.0.0.1', '::1'], host: '127.0.0.1' }),
  'no-san': (options) => ({ subject: options.host ?? 'site.test', dns: [] }),
  'no-cn': () => ({ subject: null, sanCritical: true }),
  idn: () => ({ dns: ['xn--bcher-kva.test'], host: 'xn--bcher-kva.test' }),
  'sans-1000': (options) => ({ dns: manyNames(1000, options) }),
  'sans-10000': (options) => ({ dns: manyNames(10_000, options) }),
  'rsa-1024': () => ({ key: 'rsa1024', keyUsage: ['digitalSignature', 'keyEncipherment'] }),
  'rsa-8192': () => ({ key: 'rsa8192', keyUsage: ['digitalSignature', 'keyEncipherment'] }),
  'sha1-leaf': () => ({ hash: 'sha1' }),
  'client-eku-only': () => ({ extendedKeyUsage: ['clientAuth'] }),
  'no-eku': () => ({ extendedKeyUsage: null }),
  'ec-without-digital-signature': () => ({ keyUsage: ['keyAgreement'] }),
  'unknown-critical-extension': () => ({ unknownExtension: 'critical' }),
  'long-lived': (options) => ({
    notBefore: daysFrom(nowOf(options), -30),
    notAfter: daysFrom(nowOf(options), 871),
  }),
  'no-sct': () => ({ scts: 0 }),
  'must-staple': () => ({ mustStaple: true, ocsp: ['http://ocsp.site.test/'] }),
} as const satisfies Record<string, Leaf>;

/** Lives so many days, some of them behind it. */
function aged(lifetimeDays: number, days: number): Leaf {
  return (options) => ({
    notBefore: daysFrom(nowOf(options), -days),
    notAfter: daysFrom(nowOf(options), lifetimeDays - days),
  });
}

/** Days that a public authority might give 20 days ago. */
function limitOf(options: ScenarioOptions): number {
  return lifetimeLimit(daysFrom(nowOf(options), -20))?.days ?? 0;
}

type LeafScenarioName = keyof typeof leaves;

function manyNames(count: number, options: ScenarioOptions): readonly string[] {
  const others = Array.from({ length: count - 1 }, (_, index) => `shop-${index}.example.org`);
  return [...others, options.host ?? 'site.test'];
}

function forgeLeafScenario(name: LeafScenarioName, options: ScenarioOptions): Scenario {
  const make: Leaf = leaves[name];
  const { host = options.host, ...spec } = make(options);
  const { root, intermediate } = forgeAuthority(options);
  const leaf = leafOf(intermediate, options, spec);
  return scenario({ host, sent: [leaf, intermediate], anchors: [root] });
}

function selfSigned(options: ScenarioOptions): Scenario {
  return scenario({
    host: options.host,
    sent: [leafOf(null, options)],
    anchors: [forgeAuthority(options).root],
  });
}

export const leafScenarios = {
  ...(Object.fromEntries(
    Object.keys(leaves).map((name) => [
      name,
      (options: ScenarioOptions) => forgeLeafScenario(name as LeafScenarioName, options),
    ]),
  ) as Record<LeafScenarioName, (options: ScenarioOptions) => Scenario>),
  'self-signed': selfSigned,
};
