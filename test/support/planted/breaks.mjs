// Loaded before a bot: breaks it as a library would, whose errors carry the request that failed.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

const fault = (token) =>
  Object.assign(new Error(`refused: ${token}`), {
    config: { headers: { authorization: `Bearer ${token}` } },
  });

if (isMainThread) {
  const token = process.env.DISCORD_TOKEN;
  process.once('SIGUSR2', () => void Promise.reject(fault(token)));
} else if (workerData?.config?.slack) {
  // At the first thing that it is asked for.
  parentPort.on('message', (message) => {
    if (message !== 'cancel') throw fault(workerData.config.slack.botToken);
  });
}
