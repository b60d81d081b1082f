import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forgeScenario } from '../support/certificates/scenarios.ts';
import { realNow } from '../support/diagnosing.ts';
import { startTlsServer } from '../support/farm/tls-server.ts';
import { openShell } from '../support/processes/command-line.ts';

const { host, chain, key, anchorsPem } = forgeScenario('healthy', { now: realNow });

describe('trust stores given by files', () => {
  it("MOZILLA_CA_FILE judges when it is newer, and the verdict names its date and this Node's", async () => {
    await using server = await startTlsServer({ chain, key });
    await using shell = await openShell({ hosts: `127.0.0.1 ${host}` });
    const file = join(shell.folder, 'cacert.pem');
    await writeFile(
      file,
      `## Certificate data from Mozilla as of: Tue Jan  5 04:12:06 2038 GMT\n${anchorsPem}`,
    );
    const { out } = await shell.run(['cert', `tls://${host}:${server.port}`], { MOZILLA_CA_FILE: file });
    const told = out.replace(/\s+/g, ' ');
    expect(told).toContain("Trusted by Mozilla's list of 2038-01");
    expect(told).toContain(`Not trusted by this Node's list (${process.versions.node})`);
    expect(told).toContain('against Mozilla');
  });

  it('a file that is not there or holds nothing is named, with what is wanted', async () => {
    await using shell = await openShell({});
    const gone = await shell.run(['check', '127.0.0.1:9'], { MOZILLA_CA_FILE: '/nowhere/cacert.pem' });
    expect(gone.error).toContain('MOZILLA_CA_FILE cannot be read');
    const empty = join(shell.folder, 'empty.pem');
    await writeFile(empty, '# nothing');
    const none = await shell.run(['check', '127.0.0.1:9'], { MOZILLA_CA_FILE: empty });
    expect(none.error).toContain('MOZILLA_CA_FILE holds no certificate');
    expect([gone.code, none.code]).not.toContain(0);
  });
});
