/** The same questions to `openssl verify`, which reads CRLs with RFC 5280 §6.3 too; skipped where it is not installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeForged } from '../../../support/certificates/checking-crls.ts';
import { distributionPoints } from '../../../support/certificates/distribution-points.ts';
import { unknownExtension } from '../../../support/certificates/extensions.ts';
import { daysFrom, fixedNow, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { type CrlSpec, forgeCrl } from '../../../support/certificates/forge-crl.ts';

const folder = mkdtempSync(join(tmpdir(), 'notafter-openssl-'));
afterAll(() => rmSync(folder, { recursive: true }));
const installed = spawnSync('openssl', ['version']).error === undefined;

const root = forgeRoot();
const shard = (number: number) => ({ names: [`uri:http://crl.test/${number}`] });
const extensions = [distributionPoints([{ at: shard(1) }, { at: shard(2) }])];
const leaf = forgeLeaf(root, { serial: 44, extensions });

function askOpenssl(crls: readonly { readonly pem: string }[]): string {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('root.pem'), root.pem);
  writeFileSync(at('leaf.pem'), leaf.pem);
  writeFileSync(at('crls.pem'), crls.map(({ pem }) => pem).join(''));
  const files = ['-CAfile', at('root.pem'), '-CRLfile', at('crls.pem'), at('leaf.pem')];
  const when = ['-attime', String(fixedNow.getTime() / 1000)];
  const words = ['verify', '-crl_check', '-extended_crl', '-use_deltas', ...when, ...files];
  const { stdout, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
  if (stdout.includes(': OK')) return 'good';
  return stderr.includes('certificate revoked') ? 'revoked' : 'unknown';
}

describe.runIf(installed)('openssl agrees', () => {
  const listed = { entries: [{ serial: 44, reason: 1 }] };
  const held = { entries: [{ serial: 44, reason: 6 }] };
  const back = { entries: [{ serial: 44, reason: 8 }] };
  const freshest = { oid: '2.5.29.46', value: distributionPoints([{ at: shard(9) }]).value };
  const base = { number: 10, thisUpdate: daysFrom(fixedNow, -5), extensions: [freshest] };
  const delta = { number: 11, baseNumber: 10 };

  it.each<[string, readonly CrlSpec[]]>([
    ['not listed', [{}]],
    ['listed', [listed]],
    ['stale', [{ nextUpdate: daysFrom(fixedNow, -1) }]],
    ['from the future', [{ thisUpdate: daysFrom(fixedNow, 1) }]],
    ['badly signed', [{ badSignature: true }]],
    ['of another issuer', [{ issuerName: 'Other' }]],
    ['an unknown critical extension', [{ extensions: [unknownExtension(true)] }]],
    ['its shard', [{ scope: { at: shard(2) } }]],
    ['another shard', [{ scope: { at: shard(3) } }]],
    ['for authorities', [{ scope: { only: 'authorities' } }]],
    ['for leafs, listed', [{ ...listed, scope: { only: 'users' } }]],
    ['some reasons', [{ scope: { at: shard(1), reasons: [1, 2] } }]],
    [
      'all reasons in two',
      [
        { scope: { at: shard(1), reasons: [1, 2] } },
        { scope: { at: shard(2), reasons: [3, 4, 5, 6, 7, 8] } },
      ],
    ],
    ['a delta that lists it', [base, { ...delta, ...listed }]],
    [
      'a delta that takes it back',
      [
        { ...base, ...held },
        { ...delta, ...back },
      ],
    ],
    [
      'a delta for a later base',
      [
        { ...base, ...held },
        { ...delta, baseNumber: 11, number: 12, ...back },
      ],
    ],
    ['a delta alone', [delta]],
  ])('%s', (_name, specs) => {
    const crls = specs.map((spec) => forgeCrl(root, spec));
    expect(judgeForged([leaf, root], crls).status).toBe(askOpenssl(crls));
  });
});
