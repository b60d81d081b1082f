import type { Mention } from '../../core/people.ts';
import type { DeedOutcome } from '../../core/services.ts';
import type { Store } from '../../core/store/store.ts';
import type { Incident } from '../../core/watch/alarm/incident.ts';
import { auditOf } from './audit.ts';
import { type Decision, decideDeed, type QuickDeed } from './decide.ts';
import { saidOf } from './said.ts';

export type DeedWorld = {
  readonly store: Pick<Store, 'incidents'>;
  readonly now: () => Date;
};

/** More writers than this at one alarm at one moment are a fault, not a crowd. */
const mostTries = 10;

/** Does a deed once: decided on what is saved, and decided again when somebody else saved meanwhile. */
export async function act(id: string, by: Mention, deed: QuickDeed, world: DeedWorld): Promise<DeedOutcome> {
  return change(id, by, (incident) => decideDeed(incident, by, deed, world.now()), world);
}

/** Saves what `decide` makes of an incident with what is said of it and who did it: all of that or nothing. */
export async function change(
  id: string,
  by: Mention,
  decide: (incident: Incident) => Decision,
  { store, now }: DeedWorld,
): Promise<DeedOutcome> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const incident = await store.incidents.find(id);
    if (incident === null) return { kind: 'unknown' };
    const decision = decide(incident);
    if (decision.kind !== 'done') return { kind: decision.kind, incident };
    const { incident: changed, event } = decision;
    const at = now();
    const said = saidOf(changed, event, at);
    if (await store.incidents.save([changed], said, at, [auditOf(changed, by, event, at)])) {
      return { kind: 'done', incident: { ...changed, version: changed.version + 1 } };
    }
  }
  throw new Error(`alarm ${id} was changed by others ${mostTries} times in a row`);
}
