import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first: they wait for others most of the time, and the rest runs beside them. */
const longest = [
  '/scenarios/stages.test.ts',
  '/end-to-end/vantages.test.ts',
  '/end-to-end/scale.test.ts',
  '/web/pages/in-chromium.test.ts',
  '/probes/abort.test.ts',
  '/end-to-end/',
  '/monitor/simulation.test.ts',
  '/web/page.test.ts',
  '/web/live-page.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((path) => moduleId.includes(path));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

/** Files of these rooms share processes, so that what they import is loaded once: they leave nothing behind. */
const sharing = [
  'access',
  'calendar',
  'chat',
  'checks',
  'commands',
  'core',
  'lists',
  'monitor',
  'pki',
  'views',
];
/** Those of them that do: a module replaced, a prototype watched, timers counted. */
const alone = [
  'test/chat/discord/answering/patience.test.ts',
  'test/chat/waiting/pace.test.ts',
  'test/pki/report/report-file.test.ts',
];

/** Those who wait for real deadlines of the product, whose words depend on what was cut off. */
const dialling = ['exporter', 'hostile', 'net', 'probes', 'scenarios'];

const common = {
  // The machine's own certificate variables would change what "trusted" means inside the tests.
  env: { NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: '', SSL_CERT_DIR: '' },
  // For what hangs: what is slow only because the machine does twenty other things is not broken.
  testTimeout: 240_000,
  hookTimeout: 240_000,
  expect: { poll: { timeout: 60_000 } },
  pool: 'forks',
  // Of tests that say they may: those that wait for other programs.
  maxConcurrency: 12,
} as const;

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres/global-setup.ts'],
    sequence: { sequencer: LongestFirst },
    // Three quarters of the time are spent waiting for servers, processes and deadlines.
    maxWorkers: 3,
    projects: [
      { test: { ...common, name: 'sharing', include: filesOf(sharing), exclude: alone, isolate: false } },
      {
        test: {
          ...common,
          name: 'dialling',
          include: filesOf(dialling),
          // A machine that stood still cut off what says nothing about a rule. No second try for what was found by chance.
          retry: { count: 1, condition: /^(?!Property failed)/ },
        },
      },
      {
        test: {
          ...common,
          name: 'alone',
          include: [`test/!(${[...sharing, ...dialling].join('|')})/**/*.test.ts`, ...alone],
        },
      },
    ],
  },
});

// A file that was moved would share a process again, or wait its turn, without a word.
for (const path of [...alone, ...longest.map((path) => `test${path}`)])
  if (!existsSync(join(import.meta.dirname, path)))
    throw new Error(`vitest.config.ts names ${path}, which is not there.`);

function filesOf(rooms: readonly string[]): string[] {
  return rooms.map((room) => `test/${room}/**/*.test.ts`);
}
