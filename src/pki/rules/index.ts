import type { Certificate } from '../certificate/certificate.ts';
import { allowsPolicies } from '../policies/policy-graph.ts';
import { authorityKeyIdForm } from './baseline/authority-key-id-form.ts';
import { commonName } from './baseline/common-name.ts';
import { commonNameForm } from './baseline/common-name-form.ts';
import { criticality } from './baseline/criticality.ts';
import { keyAlgorithm } from './baseline/key-algorithm.ts';
import { lifetime } from './baseline/lifetime.ts';
import { registryWildcard } from './baseline/registry-wildcard.ts';
import { rootEku } from './baseline/root-eku.ts';
import { sanCriticality } from './baseline/san-criticality.ts';
import { signatureAlgorithm } from './baseline/signature-algorithm.ts';
import { subscriberEku } from './baseline/subscriber-eku.ts';
import { subscriberHasEku } from './baseline/subscriber-has-eku.ts';
import { subscriberNotCa } from './baseline/subscriber-not-ca.ts';
import { version } from './baseline/version.ts';
import { authorityKeyId } from './rfc5280/authority-key-id.ts';
import { nameConstraintForm } from './rfc5280/name-constraint-form.ts';
import { pathLengthUse } from './rfc5280/path-length-use.ts';
import { sound } from './rfc5280/sound.ts';
import { subjectKeyId } from './rfc5280/subject-key-id.ts';
import type { Breach, PathBreach, Place, Rule, Standard } from './rule.ts';

/** Every rule of a standard, in the order of telling. */
export const rules: readonly Rule[] = [
  sound,
  authorityKeyId,
  subjectKeyId,
  pathLengthUse,
  nameConstraintForm,
  criticality,
  version,
  keyAlgorithm,
  signatureAlgorithm,
  commonNameForm,
  commonName,
  sanCriticality,
  subscriberHasEku,
  subscriberEku,
  rootEku,
  authorityKeyIdForm,
  subscriberNotCa,
  registryWildcard,
  lifetime,
];

/** What the standards forbid about one certificate in this place of a path. */
export function breachesOf(
  certificate: Certificate,
  place: Place,
  standards: readonly Standard[],
): readonly Breach[] {
  return rules.flatMap((rule) => {
    if (!standards.some((standard) => rule.id.startsWith(`${standard}/`))) return [];
    const sentence = rule.judge(certificate, place);
    return sentence === null
      ? []
      : [{ rule: rule.id, citation: rule.citation, weight: rule.weight, sentence }];
  });
}

/** Of a whole path, leaf first and anchor last: by certificate. */
export function breachesOnPath(
  path: readonly Certificate[],
  standards: readonly Standard[],
): readonly PathBreach[] {
  const found = path.flatMap((certificate, index) =>
    breachesOf(certificate, placeOf(index, path.length), standards).map((breach) => ({
      at: certificate,
      breach,
    })),
  );
  const [leaf] = path;
  return leaf === undefined || allowsPolicies(path) ? found : [...found, { at: leaf, breach: noPolicy }];
}

/**
 * What whoever serves this path, or had it issued, should know: the anchor's own breaches are left out, as nobody can
 * mend a root.
 */
export function servedBreaches(
  path: readonly Certificate[] | null,
  publiclyTrusted: boolean,
): readonly PathBreach[] {
  const standards: readonly Standard[] = publiclyTrusted ? ['rfc5280', 'baseline'] : ['rfc5280'];
  const anchor = path?.at(-1);
  return breachesOnPath(path ?? [], standards).filter(({ at }) => at !== anchor || path?.length === 1);
}

/** Of a whole path, and so no rule of one certificate. */
const noPolicy: Breach = {
  rule: 'rfc5280/policies',
  citation: 'RFC 5280 §6.1.5',
  weight: 'refuse',
  sentence: 'an authority above it demands a certificate policy, and none holds for the whole path',
};

function placeOf(index: number, length: number): Place {
  if (index === 0) return 'leaf';
  return index === length - 1 ? 'anchor' : 'intermediate';
}
