import { commands } from '../../commands/index.ts';
import { loadConfig, readEnvironment } from '../config.ts';
import { UserError } from '../core/errors.ts';
import type { PlatformName } from '../core/people.ts';
import type { Platform } from '../core/platform.ts';
import type { Send } from '../core/watch/notification.ts';
import { type Scheduler, startScheduler } from '../jobs/scheduler.ts';
import { openLog } from '../log.ts';
import { calendarFeeds } from '../monitor/calendar/calendars.ts';
import { startDeliverer } from '../monitor/delivery/deliverer.ts';
import type { Round } from '../monitor/timing/round.ts';
import { openAlertHook } from '../services/alert-hook.ts';
import type { CommandHooks } from '../services/commands/command-hooks.ts';
import { joinMembers } from '../services/processes/join-members.ts';
import { openOperations } from '../services/processes/operations.ts';
import { ownVersion } from '../services/processes/own-version.ts';
import { openServices } from '../services.ts';
import { refuseDamagedStore } from '../upkeep/sound-store.ts';
import { listenForStop } from './asked-to-stop.ts';
import { endOnFault } from './end-on-fault.ts';
import { join } from './join.ts';
import { leasesOf } from './leases-of.ts';
import { onceIn } from './once-in.ts';
import { openPlatforms, platformState, type Started } from './platforms.ts';
import { rolesInWords } from './roles-in-words.ts';
import { statusLines } from './status-lines.ts';
import { stopInTime } from './stop-in-time.ts';
import { waitForStore } from './wait-for-store.ts';
import { watchClock } from './watch-clock.ts';

/** The bot, until it is told to stop; ends the process where it cannot start. */
export async function runBot(): Promise<void> {
  try {
    await main();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    process.stderr.write(`notafter: ${thrown.message}\n`);
    // Whatever stands already would keep it alive.
    process.exit(3);
  }
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const named = await rolesInWords(words, (text) => process.stdout.write(text), ownVersion);
  if (named === null) return;
  const stop = listenForStop();
  const environment = readEnvironment((warning) => process.stderr.write(`notafter: ${warning}\n`));
  const config = loadConfig({ ...environment, ...named });
  endOnFault(config.secrets);
  const log = openLog(config.logLevel, config.secrets);
  const { now, ...services } = await openServices(config, log);
  await refuseDamagedStore(config);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const store = await waitForStore(services.store, { say });
  const clock = watchClock({ now, log, marks: store.marks });
  const sendTo = new Map<PlatformName, Send>([['webhook', services.sendToWebhook]]);
  const running = new Map<PlatformName, Platform>();
  // The platforms answer before the work behind them stands.
  const hooks: CommandHooks = {};
  const { probeTarget } = services;
  const world = {
    commands,
    services: services.forCommands(commands, hooks),
    actions: store.actions,
    log,
    now,
  };
  const isBot = config.roles.includes('bot');
  const doesMore = config.roles.some((role) => role !== 'bot');
  const started: Started[] = [];
  let scheduler: Scheduler | null = null;
  let deliverer: Round | null = null;
  const operations = await openOperations({
    ...{ config, store, now },
    platforms: () => started.map(platformState),
    clockJump: clock.last,
    worker: doesMore ? async () => (await scheduler?.pulse()) ?? null : null,
  });
  const alertHook = openAlertHook(config, { ...services, now }, store, hooks);
  const platforms = openPlatforms(config, {
    ...world,
    feed: store.feed,
    sessions: store.sessions,
    watching: store,
    operations,
    ...(config.databaseUrl === null ? {} : { leaseOf: leasesOf(store), shared: onceIn(store, log) }),
    probeTarget,
    alertHook,
    calendars: calendarFeeds(store, now),
  });
  for (const platform of platforms) {
    const state = await platform.start();
    if (state.running !== null) {
      join(state.running, { sendTo, running, poke: () => deliverer?.poke() });
    }
    started.push(state);
  }
  deliverer = isBot
    ? startDeliverer({
        ...{ store, sendTo, now, log, clock },
        presence: async (who, signal) => running.get(who.platform)?.presence?.(who, signal) ?? 'unknown',
      })
    : null;
  // Nothing more goes out once somebody asked, though the start is still to be done.
  stop.letEnd(() => {
    store.hurry();
    return deliverer?.stop();
  });
  const poke = () => deliverer?.poke();
  scheduler = doesMore ? await startScheduler({ config, log, onSwept: poke, onQueued: poke }) : null;
  const membership = await joinMembers(config.roles, { config, store, now, log });
  hooks.onLook = poke;
  // Where the scheduler is another process it sees by itself, within half a minute.
  hooks.onChange = (duty) => scheduler?.poke(duty);
  const watched = await store.endpoints.count();
  for (const line of statusLines({ config, watched, started })) process.stdout.write(`${line}\n`);

  stop.started();
  await stop.asked;
  const { part, done } = stopInTime(log, () => process.exit(1));
  const sent = part('delivery', deliverer?.stop());
  await Promise.all([
    sent,
    part('watching', scheduler?.stop()),
    part('membership', membership.stop()),
    // What is being sent may end while its platform still stands.
    ...started.map(({ name, running }) => part(name, running?.stop(sent))),
  ]);
  // What all of them write to.
  await part('store and caches', services.close());
  done();
  // Libraries may still wait for the goodbye of somebody who vanished.
  process.exit();
}
