import { type CertificateSpec, daysFrom, type Forged, forgeIntermediate, forgeRoot } from './forge.ts';
import { forgeAuthority, leafOf, nowOf, type Scenario, type ScenarioOptions, scenario } from './scenario.ts';

/** `[leaf, intermediate]` with this intermediate. */
function withIntermediate(options: ScenarioOptions, spec: CertificateSpec): Scenario {
  const { root, intermediate } = forgeAuthority(options, spec);
  const sent = [leafOf(intermediate, options), intermediate];
  return scenario({ host: options.host, sent, anchors: [root] });
}

/** `[leaf, inner, outer]` below the root, `outer` as given. */
function withTwoIntermediates(options: ScenarioOptions, outer: CertificateSpec) {
  const { root, intermediate } = forgeAuthority(options, { subject: 'Test Outer CA', ...outer });
  const inner = forgeIntermediate(intermediate, { now: nowOf(options), subject: 'Test Inner CA' });
  return { root, outer: intermediate, inner, leaf: leafOf(inner, options) };
}

/** The leaf was signed by one intermediate, another of the same name is sent. */
function wrongIntermediate(options: ScenarioOptions, keyIds: CertificateSpec): Scenario {
  const { root, intermediate } = forgeAuthority(options, keyIds);
  const other = forgeIntermediate(root, { now: nowOf(options), ...keyIds });
  const sent = [leafOf(intermediate, options), other];
  return scenario({ host: options.host, sent, anchors: [root], unsent: [intermediate] });
}

/** Only the leaf is sent. */
function missingIntermediate(options: ScenarioOptions, leaf: CertificateSpec): Scenario {
  const { root, intermediate } = forgeAuthority(options);
  const sent = [leafOf(intermediate, options, leaf)];
  return scenario({ host: options.host, sent, anchors: [root], unsent: [intermediate] });
}

/** A private CA; the client trusts an unrelated root. */
function privateAuthority(options: ScenarioOptions, rootSent: boolean): Scenario {
  const now = nowOf(options);
  const root = forgeRoot({ now, subject: 'Private Root CA' });
  const intermediate = forgeIntermediate(root, { now, subject: 'Private Intermediate CA' });
  const leaf = leafOf(intermediate, options);
  const sent = rootSent ? [leaf, intermediate, root] : [leaf, intermediate];
  const anchors = [forgeRoot({ now, subject: 'Unrelated Root CA' })];
  return scenario({ host: options.host, sent, anchors, unsent: rootSent ? [] : [root] });
}

/** The root of today is also signed by one that lapsed; both are sent, one path is sound. */
function expiredCrossSign(options: ScenarioOptions, arrange: (parts: CrossSigned) => Sent): Scenario {
  const now = nowOf(options);
  const { root, intermediate } = forgeAuthority(options);
  const oldRoot = forgeRoot({ now, subject: 'Old Root CA', notAfter: daysFrom(now, -200) });
  const cross = forgeIntermediate(oldRoot, {
    now,
    subject: 'Test Root CA',
    key: root.key,
    subjectKeyId: root.subjectKeyId,
    notBefore: daysFrom(now, -1000),
    notAfter: daysFrom(now, -200),
  });
  const leaf = leafOf(intermediate, options);
  const sent = arrange({ leaf, intermediate, cross });
  return scenario({ host: options.host, sent, leaf, anchors: [root, oldRoot] });
}

type CrossSigned = { readonly leaf: Forged; readonly intermediate: Forged; readonly cross: Forged };

/** The intermediate itself was signed by two roots, and the one that lapsed stands first. */
function expiredTwin(options: ScenarioOptions): Scenario {
  const now = nowOf(options);
  const { root, intermediate } = forgeAuthority(options);
  const oldRoot = forgeRoot({ now, subject: 'Old Root CA' });
  const { key, subjectKeyId } = intermediate;
  const twin = forgeIntermediate(oldRoot, { now, key, subjectKeyId, notAfter: daysFrom(now, -20) });
  const sent = [leafOf(intermediate, options), twin, intermediate];
  return scenario({ host: options.host, sent, anchors: [root, oldRoot] });
}

/** Two private authorities that signed each other, and no root anywhere. */
function circle(options: ScenarioOptions): Scenario {
  const now = nowOf(options);
  const one = forgeRoot({ now, subject: 'Circle CA 1' });
  const other = forgeRoot({ now, subject: 'Circle CA 2' });
  const first = forgeIntermediate(other, { now, subject: 'Circle CA 1', key: one.key });
  const second = forgeIntermediate(one, { now, subject: 'Circle CA 2', key: other.key });
  const sent = [leafOf(first, options), first, second];
  return scenario({ host: options.host, sent, anchors: [forgeAuthority(options).root] });
}

/** A sound path whose list is sent in another way. */
function resent(
  options: ScenarioOptions,
  arrange: (parts: ReturnType<typeof withTwoIntermediates>) => Sent,
): Scenario {
  const parts = withTwoIntermediates(options, {});
  const sent = arrange(parts);
  return scenario({ host: options.host, sent, leaf: parts.leaf, anchors: [parts.root] });
}

type Sent = Scenario['sent'];

export const chainScenarios = {
  'expired-intermediate': (options: ScenarioOptions) =>
    withIntermediate(options, { notAfter: daysFrom(nowOf(options), -3) }),
  'not-yet-valid-intermediate': (options: ScenarioOptions) =>
    withIntermediate(options, { notBefore: daysFrom(nowOf(options), 3) }),
  'expired-cross-sign': (options: ScenarioOptions) =>
    expiredCrossSign(options, ({ leaf, intermediate, cross }) => [leaf, intermediate, cross]),
  'expired-cross-sign-first': (options: ScenarioOptions) =>
    expiredCrossSign(options, ({ leaf, intermediate, cross }) => [leaf, cross, intermediate]),
  'expired-cross-sign-of-the-intermediate': expiredTwin,
  'authorities-in-a-circle': circle,
  'untrusted-root': (options: ScenarioOptions) => privateAuthority(options, true),
  'private-root-not-sent': (options: ScenarioOptions) => privateAuthority(options, false),
  'missing-intermediate': (options: ScenarioOptions) =>
    missingIntermediate(options, {
      caIssuers: [options.issuerUrl ?? 'http://ca.site.test/intermediate.der'],
    }),
  'missing-intermediate-no-aia': (options: ScenarioOptions) => missingIntermediate(options, {}),
  /** Key identifiers tell them apart. */
  'wrong-intermediate-aki': (options: ScenarioOptions) => wrongIntermediate(options, {}),
  /** Only the signature does. */
  'wrong-intermediate': (options: ScenarioOptions) => wrongIntermediate(options, { subjectKeyId: null }),
  'bad-signature': (options: ScenarioOptions) => {
    const { root, intermediate } = forgeAuthority(options);
    const sent = [leafOf(intermediate, options, { badSignature: true }), intermediate];
    return scenario({ host: options.host, sent, anchors: [root] });
  },
  /** Needs a hand-made flight: no TLS library starts with a certificate that is not its own. */
  reversed: (options: ScenarioOptions) => resent(options, ({ leaf, inner, outer }) => [outer, inner, leaf]),
  'out-of-order': (options: ScenarioOptions) =>
    resent(options, ({ leaf, inner, outer }) => [leaf, outer, inner]),
  'root-before-the-others': (options: ScenarioOptions) =>
    resent(options, ({ leaf, inner, outer, root }) => [leaf, root, outer, inner]),
  'everything-twice': (options: ScenarioOptions) =>
    resent(options, ({ leaf, inner, outer }) => [leaf, inner, outer, leaf, inner, outer]),
  'root-included': (options: ScenarioOptions) =>
    resent(options, ({ leaf, inner, outer, root }) => [leaf, inner, outer, root]),
  stranger: (options: ScenarioOptions) => {
    const stranger = forgeIntermediate(forgeRoot({ now: nowOf(options) }), {
      now: nowOf(options),
      subject: 'Stranger CA',
    });
    return resent(options, ({ leaf, inner, outer }) => [leaf, inner, outer, stranger]);
  },
  'duplicate-leaf': (options: ScenarioOptions) =>
    resent(options, ({ leaf, inner, outer }) => [leaf, leaf, inner, outer]),
  'sha1-intermediate': (options: ScenarioOptions) => withIntermediate(options, { hash: 'sha1' }),
  'rsa-1024-intermediate': (options: ScenarioOptions) => withIntermediate(options, { key: 'rsa1024' }),
  'issuer-not-a-ca': (options: ScenarioOptions) => withIntermediate(options, { ca: false }),
  'issuer-without-key-cert-sign': (options: ScenarioOptions) =>
    withIntermediate(options, { keyUsage: ['digitalSignature', 'cRLSign'] }),
  'issuer-client-eku-only': (options: ScenarioOptions) =>
    withIntermediate(options, { extendedKeyUsage: ['clientAuth'] }),
  'issuer-unknown-critical-extension': (options: ScenarioOptions) =>
    withIntermediate(options, { unknownExtension: 'critical' }),
  'path-length-exceeded': (options: ScenarioOptions) => {
    const { root, outer, inner, leaf } = withTwoIntermediates(options, { pathLength: 0 });
    return scenario({ host: options.host, sent: [leaf, inner, outer], anchors: [root] });
  },
  'name-constraint-ok': (options: ScenarioOptions) =>
    withIntermediate(options, { nameConstraints: { permitted: [`dns:${options.host ?? 'site.test'}`] } }),
  'name-constraint-permitted': (options: ScenarioOptions) =>
    withIntermediate(options, { nameConstraints: { permitted: ['dns:elsewhere.example'] } }),
  'name-constraint-excluded': (options: ScenarioOptions) =>
    withIntermediate(options, { nameConstraints: { excluded: [`dns:${options.host ?? 'site.test'}`] } }),
};
