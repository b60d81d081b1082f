import { afterEach, describe } from 'vitest';
import type { Store } from '../../../src/core/store/store.ts';
import { answerContract } from './answers.ts';
import { auditContract } from './audit.ts';
import { broughtContract } from './brought.ts';
import type { ContractStage } from './contract-stage.ts';
import { damageContract } from './damaged.ts';
import { endpointContract } from './endpoints.ts';
import { followContract } from './follows.ts';
import { incidentContract } from './incidents.ts';
import { latencyContract } from './latency.ts';
import { leaseContract } from './leases.ts';
import { limitContract } from './limits.ts';
import { lineContract } from './lines.ts';
import { lookContract } from './looks.ts';
import { observationContract } from './observations.ts';
import { outboxContract } from './outbox.ts';
import { namingContract, outlookContract } from './outlooks.ts';
import { processContract } from './processes.ts';
import { schedulerContract } from './schedulers.ts';
import { sessionContract } from './sessions.ts';
import { smallStoreContract } from './small.ts';
import { sweepContract } from './sweeps.ts';
import { turnContract } from './turns.ts';
import { vantageContract } from './vantages.ts';

/** What a driver's test gives: an empty place per test, which `openStore` opens in this and in other processes. */
export type StorePlace = { readonly location: string; dispose(): Promise<void> };

/** Everything a store must keep, in one call. */
export function storeContract(
  name: string,
  makePlace: () => Promise<StorePlace>,
  openStore: (location: string) => Promise<Store>,
  makeNewPlace = makePlace,
): void {
  describe(`store contract: ${name}`, () => {
    const opened: Store[] = [];
    let place: StorePlace | null = null;

    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      await place?.dispose();
      place = null;
    });

    const stage: ContractStage = {
      async place() {
        place ??= await makePlace();
        return place.location;
      },
      async newPlace() {
        place ??= await makeNewPlace();
        return place.location;
      },
      async open() {
        const store = await openStore(await stage.place());
        opened.push(store);
        return store;
      },
    };

    endpointContract(stage);
    lineContract(stage);
    damageContract(stage);
    outboxContract(stage);
    auditContract(stage);
    incidentContract(stage);
    followContract(stage);
    lookContract(stage);
    latencyContract(stage);
    broughtContract(stage);
    smallStoreContract(stage);
    answerContract(stage);
    observationContract(stage);
    outlookContract(stage);
    sweepContract(stage);
    leaseContract(stage);
    schedulerContract(stage);
    limitContract(stage);
    sessionContract(stage);
    turnContract(stage);
    namingContract(stage);
    vantageContract(stage);
    processContract(stage);
  });
}
