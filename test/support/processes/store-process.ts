import { reasonOf } from '../../../src/core/errors.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { openStore } from '../../../src/store/index.ts';
import { after, noon, notificationOf } from '../store-fixtures.ts';

/**
 * Another process on the same store, for the contract: `store-process.ts <location> <part> <name>`. It says a line
 * per acknowledged act, and only after the store acknowledged it.
 */
const [, , location = '', part = '', name = ''] = process.argv;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** 60 keys over 6 places; half of the keys are common to all processes. */
async function queueMany(store: Store): Promise<void> {
  for (let n = 0; n < 60; n++) {
    const key = n % 2 === 0 ? `common:${n}` : `${name}:${n}`;
    const to = { kind: 'place', place: { platform: 'slack', channel: `C${n % 6}` } } as const;
    const queued = await store.outbox.queue([notificationOf(key, { to })], noon);
    say(`${queued === 1 ? 'queued' : 'known'} ${key}`);
  }
}

/** Claims until nothing is left, whoever queued it. */
async function claimAll(store: Store): Promise<void> {
  let idle = 0;
  while (idle < 20) {
    const claimed = await store.outbox.claim(after(1), 3, 3_600_000);
    idle = claimed.length === 0 ? idle + 1 : 0;
    for (const { key } of claimed) {
      say(`claimed ${key}`);
      await store.outbox.settle(key, { kind: 'sent', reference: name }, after(1), noon);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function claimSlots(store: Store): Promise<void> {
  for (let n = 0; n < 40; n++) {
    if (await store.slots.claim('sweep', after(n * 1000), noon)) say(`claimed ${n}`);
  }
}

async function queueForEver(store: Store): Promise<void> {
  for (let n = 0; ; n++) {
    await store.outbox.queue([notificationOf(`${name}:${n}`)], noon);
    say(`queued ${name}:${n}`);
  }
}

async function claimAndHang(store: Store): Promise<void> {
  for (const { key } of await store.outbox.claim(noon, 9, 60_000)) say(`claimed ${key}`);
  await new Promise((resolve) => setTimeout(resolve, 600_000));
}

const parts: Record<string, (store: Store) => Promise<void>> = {
  open: async () => say('opened'),
  queue: queueMany,
  claim: claimAll,
  both: async (store) => {
    await Promise.all([queueMany(store), claimAll(store)]);
    await claimAll(store);
  },
  slots: claimSlots,
  'queue-for-ever': queueForEver,
  'claim-and-hang': claimAndHang,
};

try {
  const store = await openStore(location);
  await parts[part]?.(store);
  await store.close();
} catch (error) {
  say(`failed ${reasonOf(error)}`);
  process.exitCode = 1;
}
