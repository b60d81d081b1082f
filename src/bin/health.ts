#!/usr/bin/env node
// Asks the bot of the same environment whether it lives, for containers that have no curl: 0 when it does.
import { loadConfig, readEnvironment } from '../config.ts';
import { reasonOf, UserError } from '../core/errors.ts';

/** Docker gives a health check five seconds there; the start of Node is part of it. */
const longestWaitMs = 3000;

try {
  const { host, port } = loadConfig(readEnvironment()).console;
  await ask(`http://${reachable(host)}:${port}/healthz`);
} catch (thrown) {
  process.stderr.write(`notafter: ${reasonOf(thrown)}\n`);
  process.exitCode = 1;
}

async function ask(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(longestWaitMs) }).catch((thrown: Error) => {
    throw new UserError(`${url} does not answer: ${reasonOf(thrown.cause ?? thrown)}`);
  });
  if (!answer.ok) throw new UserError(`${url} answered ${answer.status}`);
}

/** What listens on all addresses listens on loopback as well. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
