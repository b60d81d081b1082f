import { enableCompileCache } from 'node:module';

// As src/jobs/sweep.ts does.
enableCompileCache();
await import('./sweep-thread.ts');
