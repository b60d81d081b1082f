import { entryOf } from '../../access/entry-of.ts';
import { mayRun, rankOf, standingMatters } from '../../access/may-run.ts';
import { type AccessRules, defaultRules } from '../../access/rules.ts';
import type { AskedRun, Gate, Refused } from '../../core/access/gate.ts';
import { type Needs, needsOf } from '../../core/access/needs.ts';
import type { Reach } from '../../core/access/reach.ts';
import type { Standing } from '../../core/access/standing.ts';
import type { Directory } from '../../core/directory.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import type { CommandServices } from '../../core/services.ts';
import type { AuditOutcome } from '../../core/watch/audit.ts';
import type { AuditWriter } from './audit-writer.ts';
import type { Limits } from './limits.ts';

export type GateWorld = {
  readonly log: Log;
  readonly now: () => Date;
  readonly rules?: () => Promise<AccessRules>;
  /** Left out: nothing is limited. */
  readonly limits?: Limits;
  /** Services that look on behalf of whoever asks; asked for only where the rules open networks to some. */
  readonly onBehalf?: (services: CommandServices, reach: Reach) => CommandServices;
  /** For whoever is no admin; left out: what is watched is not bounded. */
  readonly watchBounds?: (services: CommandServices) => CommandServices;
  readonly audit: Pick<AuditWriter, 'later' | 'now'>;
};

const notAsked: Standing = { rank: 'unknown', because: null, groups: null };

const notWritten: Refused = {
  what: 'This changes things for all, and the audit log cannot be written',
  why: 'Nothing was changed: what is not written down is not done.',
  who: 'Nobody, until the store of Notafter takes it.',
  how: 'Try again in a moment; its log says what is wrong.',
};

/** Asks the rules before anything runs, and writes down what was run and what was refused. */
export function createGate({
  log,
  now,
  audit,
  limits,
  onBehalf,
  watchBounds,
  rules = async () => defaultRules,
}: GateWorld): Gate<CommandServices> {
  function note(asked: AskedRun, outcome: AuditOutcome): void {
    if (isKept(asked)) audit.later(entryOf(asked, outcome, now()));
  }

  async function judged(asked: AskedRun, { directory }: Pick<CommandServices, 'directory'>) {
    const { action, values, caller } = asked;
    const current = await rules();
    const needs = ruledNeeds(asked, current) ?? needsOf(action, values);
    const wanted = { name: nameOf(asked), needs, caller };
    const standing = standingMatters(wanted, current) ? await standingOf(asked, directory, log) : notAsked;
    const verdict = mayRun(wanted, standing, current);
    const rank = rankOf(caller, standing, current);
    if (verdict.allowed) return { needs, current, rank, refused: null };
    note(asked, 'refused');
    return { needs, current, rank, refused: verdict };
  }

  return {
    judge: async (asked, services) => (await judged(asked, services)).refused,
    async admit(asked, services) {
      const { needs, current, rank, refused } = await judged(asked, services);
      if (refused !== null) return { kind: 'refused', refused };
      const over = (await limits?.spend(asked)) ?? null;
      if (over !== null) {
        note(asked, 'limited');
        return { kind: 'refused', refused: over };
      }
      if (needs === 'admin') {
        try {
          await audit.now(entryOf(asked, 'begun', now()));
        } catch (thrown) {
          log.error({ reason: reasonOf(thrown) }, 'the audit log could not be written');
          return { kind: 'refused', refused: notWritten };
        }
      }
      const reach: Reach = { place: placeOf(asked.caller), rank };
      const reaching = current.networks.length === 0 ? services : (onBehalf?.(services, reach) ?? services);
      const watching = rank === 'admin' ? reaching : (watchBounds?.(reaching) ?? reaching);
      const bounded = limits?.bound(asked, watching) ?? watching;
      return { kind: 'admitted', services: bounded, ended: (outcome) => note(asked, outcome) };
    },
  };
}

/** A thread is part of its channel. */
function placeOf({ place: { platform, channel } }: AskedRun['caller']): Reach['place'] {
  return { platform, channel };
}

/** Of the action, or else of its command; null: the file says nothing of it. */
function ruledNeeds({ command, action }: AskedRun, { commands }: AccessRules): Needs | null {
  return commands.get(`${command.name} ${action.name}`.trim()) ?? commands.get(command.name) ?? null;
}

/** A look from a shell makes no store, and whoever has the shell has the log as well. */
function isKept({ caller, action, values }: AskedRun): boolean {
  return caller.who.platform !== 'terminal' || needsOf(action, values) !== 'anyone';
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
