import type { Operations } from '../../core/operations.ts';
import { roles } from '../../core/roles.ts';
import { inTime } from '../../core/waiting/in-time.ts';
import type { AddRoutes } from '../app-world.ts';

/** Shorter than the usual patience of whoever asks: Kubernetes has one second unless told otherwise, balancers five. */
const longestWaitMs = 2500;

type Part = { readonly ready: boolean; readonly state: string };

type Readiness = { readonly ready: boolean; readonly parts: Readonly<Record<string, Part>> };

/** Whether this process can do its work now, part by part; 503 while one cannot. */
export const readinessRoutes: AddRoutes = (app, { operations }) => {
  if (operations === undefined) return;
  app.get('/readyz', async (context) => {
    const readiness = await readinessOf(operations);
    return context.json(readiness, readiness.ready ? 200 : 503);
  });
};

/**
 * The same for who asks without a token where there is one, under any name: a kubelet or a balancer can send none. It
 * hears yes or no, and asks the parts no more often than one look at them takes.
 */
export const addPlainReadiness: AddRoutes = (app, { operations, access }) => {
  if (operations === undefined || access === null) return;
  let underWay: Promise<Readiness> | null = null;
  app.get('/readyz', async (context, next) => {
    if (context.req.header('authorization') !== undefined || context.req.header('cookie') !== undefined)
      return next();
    underWay ??= readinessOf(operations).finally(() => {
      underWay = null;
    });
    const { ready } = await underWay;
    return context.json({ ready }, ready ? 200 : 503);
  });
};

async function readinessOf(operations: Operations): Promise<Readiness> {
  const [store, worker, members] = await Promise.all([
    storePart(operations),
    workerPart(operations),
    membersPart(operations),
  ]);
  const platforms = operations
    .platforms()
    .map(({ name, state }) => [name.toLowerCase(), platformPart(state)] as const);
  const parts: Record<string, Part> = {
    ...clockPart(operations),
    store,
    ...(worker === null ? {} : { worker }),
    ...(members === null ? {} : { members }),
    ...Object.fromEntries(platforms),
  };
  return { ready: Object.values(parts).every((part) => part.ready), parts };
}

async function storePart({ askStore }: Operations): Promise<Part> {
  const asked = askStore().then(
    () => 'answers',
    // What a driver says may name files and addresses: it is in the log of whatever fails next.
    () => 'fails',
  );
  const state = (await inTime(asked, longestWaitMs)) ?? 'does not answer';
  return { ready: state === 'answers', state };
}

async function workerPart({ worker }: Operations): Promise<Part | null> {
  // A bot whose looks are done by other processes is ready without one.
  if (worker === null) return null;
  const alive = (await inTime(worker(), longestWaitMs)) !== null;
  return { ready: alive, state: alive ? 'alive' : 'does not answer' };
}

/** Who else works on the store: what others do not do is no reason to take this process out. */
async function membersPart({ members }: Operations): Promise<Part | null> {
  if (members == null) return null;
  const living = await inTime(
    members().catch(() => null),
    longestWaitMs,
  );
  if (living === null) return { ready: true, state: 'unknown' };
  const counts = roles.map((role) => `${role} ${living.filter((does) => does.includes(role)).length}`);
  return { ready: true, state: counts.join(', ') };
}

/** A process whose clock was set works on; whoever wonders about its messages finds out here. */
function clockPart({ clockJump }: Operations): Record<string, Part> {
  if (clockJump === undefined) return {};
  const jump = clockJump();
  const state =
    jump === null ? 'steady' : `jumped by ${Math.round(jump.byMs / 1000)} s to ${jump.to.toISOString()}`;
  return { clock: { ready: true, state } };
}

/** What nobody switched on is missed by nobody. */
function platformPart(state: ReturnType<Operations['platforms']>[number]['state']): Part {
  return { ready: ['connected', 'off', 'standing-by'].includes(state), state };
}
