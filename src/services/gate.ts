import { mayRun, standingMatters } from '../access/may-run.ts';
import { type AccessRules, defaultRules } from '../access/rules.ts';
import type { AskedRun, Gate } from '../core/access/gate.ts';
import { needsOf } from '../core/access/needs.ts';
import type { Standing } from '../core/access/standing.ts';
import { reasonOf } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Directory } from '../core/services.ts';

export type GateWorld = { readonly log: Log; readonly rules?: () => AccessRules };

const notAsked: Standing = { rank: 'unknown', because: null, groups: null };

/** Asks the rules before anything runs. */
export function createGate({ log, rules = () => defaultRules }: GateWorld): Gate {
  return {
    async admit(asked, services) {
      const { command, action, values, caller } = asked;
      const current = rules();
      const wanted = { name: nameOf(asked), needs: needsOf(action, values), caller };
      const standing = standingMatters(wanted, current)
        ? await standingOf(asked, services.directory, log)
        : notAsked;
      const verdict = mayRun(wanted, standing, current);
      if (verdict.allowed) return { kind: 'admitted', services };
      const { who, place } = caller;
      log.info(
        { command: command.name, action: action.name, who: who.id, place: place.channel },
        'a command was refused',
      );
      return { kind: 'refused', refused: verdict };
    },
  };
}

async function standingOf({ caller }: AskedRun, directory: Directory, log: Log): Promise<Standing> {
  try {
    return await directory.standingOf(caller);
  } catch (thrown) {
    log.warn({ reason: reasonOf(thrown) }, 'who somebody is could not be asked');
    return { rank: 'unknown', because: 'Who you are could not be found out just now.', groups: null };
  }
}

function nameOf({ command, action }: AskedRun): string {
  return `/${command.name} ${action.name}`.trim();
}
