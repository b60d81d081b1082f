import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Store } from '../../../src/core/store/store.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { openStore } from '../../../src/store/index.ts';
import { randomFrom } from '../simulation/random.ts';
import { newEndpoint } from '../store-fixtures.ts';
import { recordingLog } from '../watch-stage.ts';
import { type Arrival, type StandIn, startStandIn } from './stand-in.ts';
import { fingerprintOf, type VictimTask } from './task.ts';

export type KillOptions = {
  readonly kills: number;
  readonly endpoints: number;
  readonly seed: number;
  /** An empty folder for the database. */
  readonly folder: string;
  onKill?(kills: number, arrivals: number): void;
};

export type KillReport = {
  readonly kills: number;
  readonly rounds: number;
  readonly messages: number;
  /** Taken by the platform and not yet settled when the process was killed: said again. */
  readonly duplicates: number;
  /** One sentence each. */
  readonly broken: readonly string[];
};

const victim = fileURLToPath(new URL('./victim.ts', import.meta.url));
const epoch = Date.UTC(2026, 8, 21, 12);
/** Longer than a lease, so that what the dead one held is free for the next. */
const betweenMs = 120_000;
/** Something happens every few milliseconds, and the end is to come between two such things. */
const longestWaitMs = 15;

/** Kills a sweeping and delivering process again and again, and holds what arrived against what had to. */
export async function killOften(options: KillOptions): Promise<KillReport> {
  const { kills, endpoints, seed, folder } = options;
  const random = randomFrom(seed);
  const database = join(folder, 'notafter.db');
  const hosts = Array.from({ length: endpoints }, (_, n) => `h${n}.example`);
  await watchAll(database, hosts);
  await using standIn = await startStandIn();
  const settledAt = new Map<string, number>();
  const broken: string[] = [];
  let round = 0;

  for (let kill = 0; kill < kills; kill++) {
    const task = { database, standIn: standIn.url, epoch, round, clock: epoch + kill * betweenMs };
    // A life is so many acts long, not so many milliseconds: on a busy machine it would end before anything was done.
    const life = { acts: random.whole(0, endpoints * 8), waitMs: random.between(0, longestWaitMs) };
    await oneLife(task, life, standIn, (line) => {
      const [word, rest = ''] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
      if (word === 'settled') settledAt.set(rest, standIn.arrivals.length);
      if (word === 'swept') round = Number(rest) + 1;
      if (word === 'log' && rest.startsWith('error')) broken.push(`a fault in the log: ${rest}`);
    });
    options.onKill?.(kill + 1, standIn.arrivals.length);
  }
  await using store = disposable(await openStore(database));
  await drain(store, new Date(epoch + kills * betweenMs), standIn);
  return {
    kills,
    rounds: round,
    messages: standIn.arrivals.length,
    duplicates: standIn.arrivals.length - new Set(standIn.arrivals.map(({ key }) => key)).size,
    broken: [
      ...broken,
      ...afterSettling(standIn.arrivals, settledAt),
      ...outOfOrder(standIn.arrivals),
      ...(await untold(store, hosts, round, standIn.arrivals)),
    ],
  };
}

async function watchAll(database: string, hosts: readonly string[]): Promise<void> {
  const store = await openStore(database);
  for (const [n, host] of hosts.entries()) {
    const home = { platform: 'slack', channel: `C${n % 5}` } as const;
    await store.endpoints.add(newEndpoint(host, { home }), new Date(epoch));
  }
  await store.close();
}

type Life = { readonly acts: number; readonly waitMs: number };

/** Starts one, lets it do so much, and kills it; what it said before is heard to the end. */
async function oneLife(
  task: VictimTask,
  { acts, waitMs }: Life,
  standIn: StandIn,
  hear: (line: string) => void,
): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [victim, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('the child has no standard output');
  const exited = once(child, 'exit');
  let left = acts;
  const act = () => {
    left -= 1;
    if (left === -1) void wait(waitMs).then(() => child.kill('SIGKILL'));
  };
  standIn.onArrival = act;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'ready') hear(line);
    act();
  }
  await exited;
}

/** What a process does that is not killed. */
async function drain(store: Store, now: Date, { arrivals }: StandIn): Promise<void> {
  await deliverDue({
    store,
    now: () => now,
    signal: new AbortController().signal,
    log: recordingLog(),
    sendTo: new Map([
      [
        'slack',
        async ({ key, conversation }) => {
          arrivals.push({ key, conversation: conversation?.id ?? null, act: conversation?.act ?? null });
          return { kind: 'sent', reference: String(arrivals.length) };
        },
      ],
    ]),
  });
}

/** Outside of the window: it came although the store had acknowledged that it was sent. */
function afterSettling(arrivals: readonly Arrival[], settledAt: ReadonlyMap<string, number>): string[] {
  return arrivals.flatMap(({ key }, index) => {
    const settled = settledAt.get(key);
    return settled !== undefined && index >= settled ? [`${key} was sent after it was settled`] : [];
  });
}

function outOfOrder(arrivals: readonly Arrival[]): string[] {
  const opened = new Set<string>();
  return arrivals.flatMap(({ key, conversation, act }) => {
    if (conversation === null) return [];
    if (act === 'open') opened.add(conversation);
    return opened.has(conversation) ? [] : [`${key} came before its conversation was opened`];
  });
}

/** Every certificate of every round that was swept to its end has an incident, and its alarm arrived. */
async function untold(
  store: Store,
  hosts: readonly string[],
  rounds: number,
  arrivals: readonly Arrival[],
): Promise<string[]> {
  const keys = new Set(arrivals.map(({ key }) => key));
  const lost: string[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const host of hosts) {
      const fingerprint256 = fingerprintOf(host, round);
      const [incident] = await store.incidents.of({ kind: 'certificate', fingerprint256 });
      if (incident === undefined) lost.push(`no alarm of ${host} in round ${round}`);
      else if (!keys.has(`alarm:${incident.id}:open`))
        lost.push(`the alarm of ${host} in round ${round} never came`);
    }
  }
  return lost;
}

function disposable(store: Store): Store & AsyncDisposable {
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}
