#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
// Imported after the cache is on, so that the cache holds it.
const { main } = await import('./command-line.ts');
process.exitCode = await main(process.argv.slice(2));
