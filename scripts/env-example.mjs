// Writes .env.example from the settings, or with --check says whether it still tells the truth.
import { readFileSync, writeFileSync } from 'node:fs';
import { envExample } from '../src/env-example.ts';

if (!process.argv.includes('--check')) {
  writeFileSync('.env.example', envExample());
} else if (readFileSync('.env.example', 'utf8') !== envExample()) {
  console.error('.env.example differs from the settings: node scripts/env-example.mjs');
  process.exit(1);
}
