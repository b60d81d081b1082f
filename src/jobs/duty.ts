import type { Log } from '../core/log.ts';
import type { Role } from '../core/roles.ts';
import type { Diagnose } from '../core/services.ts';
import type { Store } from '../core/store/store.ts';
import type { AddressPace } from '../monitor/looking/address-pace.ts';
import type { SweepCounts } from '../monitor/looking/sweep.ts';
import type { Services } from '../services.ts';

/** Work of the watch worker that comes round again and again. */
export type Duty = {
  readonly name: string;
  /** Whose work it is. */
  readonly role: Exclude<Role, 'bot'>;
  /** Longest sleep: other processes cannot poke this one. */
  readonly longestSleepMs: number;
  /** Does what is due and says when there is more; null: nothing in sight. Throws only for bugs, which are logged. */
  work(world: DutyWorld, signal: AbortSignal): Promise<Date | null>;
};

export type DutyWorld = Pick<Services, 'config' | 'diagnose' | 'now'> & {
  readonly services: Services;
  readonly store: Store;
  readonly log: Log;
  /** For looks at many: another thread may make them, they leave no facts, and wait until their addresses have room. */
  readonly diagnoseMany: Diagnose;
  /** Of `diagnoseMany`; left out: nothing is held up. */
  readonly pace?: AddressPace;
  /** From 0 up to and without 1; left out: chance. */
  readonly random?: () => number;
  /** Wakes the deliverer: the outbox has something new. */
  onQueued(): void;
  onSwept(counts: SweepCounts, ids: readonly number[]): void;
  /** Takes the sweeps that people asked for and nobody did yet. */
  takeRequests(): readonly number[];
  onSweepFailed(reason: string, ids: readonly number[]): void;
};
