import { writeSync } from 'node:fs';
import type { Diagnose } from '../../../src/core/services.ts';
import type { Store } from '../../../src/core/store/store.ts';
import type { Send } from '../../../src/core/watch/notification.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { sweep } from '../../../src/monitor/looking/sweep.ts';
import { openStore } from '../../../src/store/index.ts';
import { diagnosisOf } from '../commanding.ts';
import { recordingLog } from '../watch-stage.ts';
import { leafOf, type VictimTask } from './task.ts';

/**
 * A process that sweeps and delivers until it is killed: `victim.ts <task as JSON>`. Each round every endpoint serves a new
 * certificate that is about to end, so that there is always something to open, to end and to send. Says a line per act
 * once the store acknowledged it.
 */
const task = JSON.parse(process.argv[2] ?? '') as VictimTask;
const started = performance.now();
const now = () => new Date(task.clock + performance.now() - started);
const log = recordingLog();
const { signal } = new AbortController();

/** At once, past every buffer of this process, since the next moment may be its last. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const send: Send = async ({ key, conversation }) => {
  const answer = await fetch(task.standIn, {
    method: 'POST',
    body: JSON.stringify({ key, conversation: conversation?.id ?? null, act: conversation?.act ?? null }),
  });
  return { kind: 'sent', reference: await answer.text() };
};

function overheard(store: Store): Store {
  return {
    ...store,
    outbox: {
      ...store.outbox,
      async settle(key, ...rest) {
        await store.outbox.settle(key, ...rest);
        say(`settled ${key}`);
      },
    },
  };
}

const store = overheard(await openStore(task.database));
const sendTo = new Map([
  ['slack', send],
  ['console', send],
] as const);
const deliver = () => deliverDue({ store, sendTo, now, signal, log });
say('ready');
for (let round = task.round; ; round++) {
  const diagnose: Diagnose = async ({ host }) => ({
    ...diagnosisOf(host),
    at: now(),
    certificates: [leafOf(host, round, task.epoch)],
  });
  await Promise.all([sweep({ store, diagnose, now, signal, log, concurrency: 4 }), deliver()]);
  for (const line of log.lines.splice(0)) say(`log ${line}`);
  say(`swept ${round}`);
  await deliver();
}
