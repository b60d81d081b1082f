import { describe, expect, it, vi } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import { deliverDue } from '../../../src/monitor/delivery/deliver.ts';
import { knownOutcome, settleSurely } from '../../../src/monitor/delivery/settle-surely.ts';
import { patience } from '../../support/patience.ts';
import { noon } from '../../support/store-fixtures.ts';
import { recordingLog } from '../../support/watch-stage.ts';

const sent = { kind: 'sent', reference: 'r' } as const;
const retry = { kind: 'retry', afterMs: null, reason: 'busy' } as const;

/** A store that is away until `back`; its outbox has one notification, claimed anew whenever it is not settled. */
function shaky() {
  const settled: string[] = [];
  let isAway = true;
  const store = {
    outbox: {
      async settle(key: string) {
        if (isAway) throw new Error('the database is away');
        settled.push(key);
      },
    },
  } as unknown as Store;
  return { store, settled, back: () => (isAway = false) };
}

function world(store: Store, signal = new AbortController().signal) {
  return { store, now: () => noon, signal, log: recordingLog() };
}

describe('what was sent while the database is away', () => {
  it('is known meanwhile, and noted once it is back', async () => {
    const { store, settled, back } = shaky();
    const settling = settleSurely('k', sent, noon, world(store));
    await vi.waitFor(() => expect(knownOutcome(store, 'k')).toEqual(sent), patience);
    expect(settled).toEqual([]);
    back();
    await settling;
    expect([settled, knownOutcome(store, 'k')]).toEqual([['k'], null]);
  });

  it('and what was not sent is left to the end of its lease', async () => {
    const { store } = shaky();
    await expect(settleSurely('k', retry, noon, world(store))).rejects.toThrow('away');
    expect(knownOutcome(store, 'k')).toBeNull();
  });

  it('holds up no stop', async () => {
    const { store } = shaky();
    const stopping = new AbortController();
    const settling = settleSurely('k', sent, noon, world(store, stopping.signal));
    await vi.waitFor(() => expect(knownOutcome(store, 'k')).toEqual(sent), patience);
    stopping.abort();
    await expect(settling).rejects.toThrow('away');
  });

  it('is not sent again by the process that knows, when its turn comes before', async () => {
    const { store, settled, back } = shaky();
    const first = settleSurely('k', sent, noon, world(store));
    await vi.waitFor(() => expect(knownOutcome(store, 'k')).toEqual(sent), patience);
    back();
    const notification = { key: 'k', attempts: 2, queuedAt: noon, endpointId: null };
    const to = { kind: 'place', place: { platform: 'slack', channel: 'C1' } };
    const claims = [[{ ...notification, to }], []];
    const reading = { ...store, outbox: { ...store.outbox, claim: async () => claims.shift() ?? [] } };
    // The same store, as the process sees it.
    Object.assign(store.outbox, reading.outbox);
    let sends = 0;
    const send = async () => {
      sends += 1;
      return sent;
    };
    await deliverDue({ ...world(store), sendTo: new Map([['slack', send]]) });
    await first;
    expect([sends, settled]).toEqual([0, ['k', 'k']]);
  });
});
