import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first: they wait for others most of the time, and the rest runs beside them. */
const longest = ['/scenarios/stages.test.ts', '/probes/abort.test.ts', '/web/page.test.ts'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((path) => moduleId.endsWith(path));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The machine's own certificate variables would change what "trusted" means inside the tests.
    env: { NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: '', SSL_CERT_DIR: '' },
    // For what hangs: what is slow only because the machine does twenty other things is not broken.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    globalSetup: ['test/support/postgres/global-setup.ts'],
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Three quarters of the time are spent waiting for servers, processes and deadlines.
    maxWorkers: 3,
    // Of tests that say they may: those that wait for other programs.
    maxConcurrency: 12,
  },
});
