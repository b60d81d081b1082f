import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { deserialize } from 'node:v8';
import type { Diagnosis } from '../../../src/core/diagnosis.ts';
import type { Diagnose } from '../../../src/core/services.ts';
import { parseTarget } from '../../../src/core/target.ts';
import type { OpenStage } from '../stages/stage.ts';
import type { DiagnoseOrder } from './diagnose-inside.ts';
import { buildWay, type Rules, serverAddress, spawnInside, type Way } from './namespaces.ts';
import type { ServerKind } from './serve-inside.ts';

/** A server two routers away, in namespaces of their own; the engine runs in the first of them. */
export async function openWayStage(kind: ServerKind, rules: Rules): Promise<OpenStage> {
  const way = await buildWay(rules);
  const server = spawnInside(way, 'server', './serve-inside.ts', kind);
  const { anchorsPem, host, port } = await firstLine(server);
  return {
    diagnose: diagnoseInside(way, anchorsPem),
    target: parseTarget(`tls://${host}:${port}`, serverAddress),
    anchorsPem,
    inside: way.inside('here'),
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'close');
      server.stdin?.end();
      await ended;
      await way[Symbol.asyncDispose]();
    },
  };
}

type Ready = { readonly anchorsPem: string; readonly host: string; readonly port: number };

async function firstLine({ stdout }: ChildProcess): Promise<Ready> {
  if (stdout === null) throw new Error('the server has no output');
  for await (const line of createInterface({ input: stdout })) return JSON.parse(line) as Ready;
  throw new Error('the server ended before it was ready');
}

function diagnoseInside(way: Way, anchorsPem: string): Diagnose {
  return async (target, { depth, wishes, signal, onResult }) => {
    const settings = { anchorsPem, allowedNetworks: ['10.91.0.0/16'] };
    const order: DiagnoseOrder = { target, settings, depth, wishes };
    const child = spawnInside(way, 'here', './diagnose-inside.ts', order);
    signal.addEventListener('abort', () => child.stdin?.end(), { once: true });
    if (child.stdout === null) throw new Error('the engine has no output');
    const printed = await text(child.stdout);
    signal.throwIfAborted();
    const diagnosis = deserialize(Buffer.from(printed, 'base64')) as Diagnosis;
    for (const [at, result] of diagnosis.results.entries())
      onResult?.(result, diagnosis.results.slice(0, at));
    return diagnosis;
  };
}
