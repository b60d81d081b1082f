import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeByRules } from '../../src/bin/limbo/rule-mode.ts';
import type { LimboCase, LimboResult } from '../../src/bin/limbo/suite.ts';
import { writePem } from '../../src/pki/files/pem/pem.ts';
import { table } from './document.ts';
import type { Section } from './limbo.ts';

/** Where Debian's package python3-cryptography-vectors puts the certificates and CRLs of NIST's PKITS. */
export const pkitsFolder = '/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data';

/** Names that say neither Valid nor Invalid: what NIST expects under the default inputs (any policy, none demanded). */
const defaults: Readonly<Record<string, 'SUCCESS' | 'FAILURE'>> = {
  AllCertificatesNoPoliciesTest2EE: 'SUCCESS',
  AllCertificatesSamePoliciesTest10EE: 'SUCCESS',
  AllCertificatesSamePoliciesTest13EE: 'SUCCESS',
  AllCertificatesanyPolicyTest11EE: 'SUCCESS',
  AnyPolicyTest14EE: 'SUCCESS',
  CPSPointerQualifierTest20EE: 'SUCCESS',
  DifferentPoliciesTest3EE: 'SUCCESS',
  DifferentPoliciesTest4EE: 'FAILURE',
  DifferentPoliciesTest5EE: 'FAILURE',
  DifferentPoliciesTest7EE: 'FAILURE',
  DifferentPoliciesTest8EE: 'FAILURE',
  DifferentPoliciesTest9EE: 'FAILURE',
  DifferentPoliciesTest12EE: 'FAILURE',
  OverlappingPoliciesTest6EE: 'SUCCESS',
  UserNoticeQualifierTest15EE: 'SUCCESS',
  UserNoticeQualifierTest16EE: 'SUCCESS',
  UserNoticeQualifierTest17EE: 'SUCCESS',
  UserNoticeQualifierTest18EE: 'SUCCESS',
  UserNoticeQualifierTest19EE: 'SUCCESS',
  inhibitAnyPolicyTest3EE: 'SUCCESS',
};

/** Null: the data are not on this machine. */
export function pkitsSection(folder: string): Section | null {
  if (!existsSync(folder)) return null;
  const cases = pkitsCases(folder);
  const now = new Date();
  const wrong: LimboResult[] = [];
  for (const one of cases) {
    const result = judgeByRules(one, now);
    if (result.actual_result !== expectedOf(one.id)) wrong.push(result);
  }
  const rejects = wrong.filter(({ actual_result: actual }) => actual === 'FAILURE');
  const right = cases.length - wrong.length;
  const text = [
    `**${right} of ${cases.length}** right, ${wrong.length - rejects.length} false accepts, ${rejects.length} false rejects; every CA and every CRL of the suite is at hand in each case.`,
    ...(wrong.length === 0
      ? []
      : [
          table(
            ['case', 'answer'],
            wrong.map(({ id, context }) => [`\`${id}\``, context ?? 'accepted']),
          ),
        ]),
  ].join('\n\n');
  return { text, summary: `PKITS: ${right} of ${cases.length} right`, kept: right >= 190 };
}

function expectedOf(id: string): 'SUCCESS' | 'FAILURE' {
  if (id.startsWith('Invalid')) return 'FAILURE';
  return defaults[id] ?? 'SUCCESS';
}

function pkitsCases(folder: string): readonly LimboCase[] {
  const certificates = readAll(join(folder, 'certs'), '.crt', 'CERTIFICATE');
  const crls = readAll(join(folder, 'crls'), '.crl', 'X509 CRL').map(({ pem }) => pem);
  const isLeaf = ({ name }: Named) => name.endsWith('EE');
  const isAnchor = ({ name }: Named) => name === 'TrustAnchorRootCertificate';
  const authorities = certificates.filter((one) => !isLeaf(one) && !isAnchor(one)).map(({ pem }) => pem);
  return certificates.filter(isLeaf).map(({ name, pem }) => ({
    id: name,
    validation_kind: 'SERVER',
    trusted_certs: certificates.filter(isAnchor).map((one) => one.pem),
    untrusted_intermediates: authorities,
    peer_certificate: pem,
    crls,
  }));
}

type Named = { readonly name: string; readonly pem: string };

function readAll(folder: string, extension: string, label: string): readonly Named[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .map((file) => ({
      name: file.slice(0, -extension.length),
      pem: writePem(readFileSync(join(folder, file)), label),
    }));
}
