#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();
const words = process.argv.slice(2);
// Imported after the cache is on, so that the cache holds it.
if (words[0] === '__complete') {
  const { complete } = await import('./complete.ts');
  process.stdout.write(await complete(words.slice(1)));
} else {
  const { main } = await import('./command-line.ts');
  process.exitCode = await main(words);
}
