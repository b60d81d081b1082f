#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { collectEarly } from '../jobs/collect-early.ts';

collectEarly();
enableCompileCache();
// Imported after the cache is on: stripping types takes 20 MB, which a process that stays would keep.
const { runBot } = await import('./run-bot.ts');
await runBot();
