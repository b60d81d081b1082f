import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { forgeIntermediate, forgeLeaf, forgeRoot } from '../../../support/certificates/forge.ts';
import { opensslIsHere, startOpensslServer } from '../../../support/farm/openssl-server.ts';
import { acceptedBySslscan, sslscanIsHere, versionsBySslscan } from '../../../support/rivals/sslscan.ts';
import { scanAt } from '../../../support/scanning.ts';

if (!sslscanIsHere) process.stdout.write('skipped: scans beside those of sslscan (not installed)\n');

const intermediate = forgeIntermediate(forgeRoot());
const rsa = forgeLeaf(intermediate, { key: 'rsa2048' });
const ecdsa = forgeLeaf(intermediate);

const rows = [
  ['every suite for RSA', rsa, ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', '-serverpref']],
  ['every suite for ECDSA', ecdsa, ['-cipher', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0', '-serverpref']],
  ['the default list', rsa, []],
  [
    'TLS 1.2 with three suites',
    rsa,
    ['-tls1_2', '-cipher', 'AES256-SHA:ECDHE-RSA-AES128-SHA:AES128-GCM-SHA256:@SECLEVEL=0', '-serverpref'],
  ],
] as const;

describe.skipIf(!sslscanIsHere || !opensslIsHere)('the same list as sslscan', () => {
  it.each(rows)('%s', async (_what, leaf, flags) => {
    await using server = await startOpensslServer([leaf, intermediate], { flags });
    const { versions } = await scanAt(server, { extent: 'handshake' });
    const ours = versions.flatMap(({ name, suites }) => suites.map(({ openssl }) => `${name} ${openssl}`));
    const child = spawn(
      'sslscan',
      ['--no-colour', '--no-heartbleed', '--no-check-certificate', '--xml=-', `127.0.0.1:${server.port}`],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const [xml] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    const theirs = acceptedBySslscan(xml);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    const spoken = versions.filter(({ outcome }) => outcome === 'spoken').map(({ name }) => name);
    expect(spoken).toEqual(versionsBySslscan(xml).map((name) => name));
    // Theirs is in the order of the server where the server decides; bits come first in their own sorting otherwise.
    if (flags.includes('-serverpref' as never)) expect(ours).toEqual(theirs);
  });
});
