import type { Command } from './command.ts';
import type { Log } from './log.ts';
import type { Mention, PlatformName } from './people.ts';
import type { CommandServices } from './services.ts';
import type { ActionStore } from './store/delivery.ts';
import type { Send } from './watch/notification.ts';

/** What every platform is given. The directory is the platform's own, so it is left out of the services. */
export type PlatformWorld = {
  readonly commands: readonly Command[];
  readonly services: Omit<CommandServices, 'directory'>;
  readonly actions: ActionStore;
  readonly log: Log;
  readonly now: () => Date;
};

/** A place people talk to the bot. `start` resolves when commands are answered; `send` never throws. */
export type Platform = {
  readonly name: PlatformName;
  /** UserError when the tokens are refused, with what to do. Returns one line: "on (Socket Mode, Acme)". */
  start(): Promise<string>;
  /** Lets running answers finish for at most a few seconds, and `sent` resolve, which may need it; then closes everything. */
  stop(sent?: Promise<unknown>): Promise<void>;
  readonly send: Send;
  /** Whether it is reached just now; left out: it always is once it has started. */
  isConnected?(): boolean;
  /** Whether another process is connected in its place; left out: never. */
  isStandingBy?(): boolean;
  /** Calls `listener` whenever that changes, and at once where this process is the one. */
  whenActive?(listener: (isActive: boolean) => void): void;
  /** Whether somebody who is to be called is still there; never throws. Left out: it cannot be asked. */
  presence?(who: Mention, signal: AbortSignal): Promise<Presence>;
};

/** `gone`: left, deactivated, or a group that was switched off. `unknown`: it could not be asked. */
export type Presence = 'here' | 'gone' | 'unknown';
