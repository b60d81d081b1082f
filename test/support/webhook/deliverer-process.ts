import { webhooksFrom } from '../../../src/core/hook/setting.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { loadTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { webhookSend } from '../../../src/services/webhook/send.ts';
import { openStore } from '../../../src/store/index.ts';
import { loopbackNetwork } from '../loopback.ts';
import { recordingLog } from '../watch-stage.ts';
import { webhookSecret } from './receiver.ts';

/** A process that delivers what is due: `deliverer-process.ts <database> <url> <clock in ms>`. */
const [, , database = '', url = '', clock = '0'] = process.argv;
const now = () => new Date(Number(clock));
const send = webhookSend({
  hooks: webhooksFrom({ WEBHOOK_URL: url, WEBHOOK_SECRET: webhookSecret }),
  network: loopbackNetwork(),
  trust: loadTrustStore({ nodeVersion: process.versions.node }),
  // Receivers refuse what was signed long ago.
  now: () => new Date(),
});
const store = await openStore(database);
const { signal } = new AbortController();
await deliverDue({ store, sendTo: new Map([['webhook', send]]), now, signal, log: recordingLog() });
await store.close();
