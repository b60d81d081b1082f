import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config.ts';
import { parseTarget } from '../../../src/core/target.ts';
import { openLog } from '../../../src/log.ts';
import type { DnssecFacts } from '../../../src/probes/dnssec.ts';
import { openServices } from '../../../src/services.ts';
import { realNow } from '../../support/diagnosing.ts';
import { startSignedServer } from '../../support/dns/signed-server.ts';
import { forgeTree } from '../../support/dns/signed-tree.ts';
import { noSignal } from '../../support/loopback.ts';

const tree = forgeTree({ '.': {}, test: { records: ['api A 127.0.0.1'] } }, realNow);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notafter-anchor-'));
  await writeFile(join(folder, 'root.ds'), `; our own root\n${tree.anchorText}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

async function stateWith(anchor: string): Promise<string | undefined> {
  await using dns = await startSignedServer({ zones: tree.zones });
  const env = {
    DNS_SERVERS: dns.address,
    DATA_DIR: folder,
    HOSTS_FILE: '/nonexistent',
    DNSSEC_ROOT_ANCHOR: anchor,
  };
  const services = await openServices(loadConfig(env), openLog('silent'));
  const diagnosis = await services.diagnose(parseTarget('api.test', null), {
    depth: 'dns',
    signal: noSignal(),
  });
  await services.close();
  const result = diagnosis.results.find(({ probe }) => probe === 'dnssec');
  return result?.status === 'ok' ? (result.facts as DnssecFacts).state : result?.status;
}

it('takes another root from lines or from a file; without them it is not ours', async () => {
  expect(await stateWith(tree.anchorText)).toBe('secure');
  expect(await stateWith(join(folder, 'root.ds'))).toBe('secure');
  expect(await stateWith('')).toBe('indeterminate');
});

it.each(['/nonexistent/root.ds', '. IN DS 1 2 3 zz'])('refuses %s in words', async (anchor) => {
  await expect(stateWith(anchor)).rejects.toThrow(/^DNSSEC_ROOT_ANCHOR/);
});
