import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The machine's own certificate variables would change what "trusted" means inside the tests.
    env: { NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: '', SSL_CERT_DIR: '' },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Of tests that say they may: those that wait for other programs.
    maxConcurrency: 12,
  },
});
