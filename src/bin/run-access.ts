import { readFile } from 'node:fs/promises';
import { commands } from '../../commands/index.ts';
import { targetsOf } from '../access/cost.ts';
import { readRuleFile } from '../access/read-rules.ts';
import { whyMay } from '../access/why-may.ts';
import { parseLine } from '../chat/asking/parse.ts';
import { exitCodes } from '../chat/terminal/exit-code.ts';
import type { UpkeepRequest } from '../chat/terminal/upkeep-pages.ts';
import type { Config } from '../config.ts';
import { reasonOf, UserError } from '../core/errors.ts';
import { placeNamed } from '../core/people.ts';
import { isAddress } from '../core/target.ts';
import { namesOf } from '../services/gate/access-file.ts';
import { openPolicy } from '../services/open-network.ts';
import type { Write } from './run-outcome.ts';

type Asked = Extract<UpkeepRequest, { kind: 'access' }>;

/** Says what ACCESS_FILE says, without a store or a platform. Resolves to the exit code. */
export async function runAccess(request: Asked, config: Config, write: Pick<Write, 'out'>): Promise<number> {
  const file = request.file ?? config.access.file;
  if (file === null) throw new UserError('ACCESS_FILE is not set. Name the file, or set it.');
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw new UserError(`${file} cannot be read: ${reasonOf(thrown)}`);
  });
  const { rules, lineOf } = readRuleFile(text, file, namesOf(commands));
  if (request.asked === null) {
    const roles = [...rules.roles].map(([role, some]) => `${role}: ${some.length} listed`);
    const own = [...rules.commands].map(
      ([name, needs]) => `/${name} is for ${needs === 'anyone' ? needs : `${needs}s`}`,
    );
    const opened = rules.networks.map(({ allow, places, rank }) => {
      const where =
        places === null
          ? 'everywhere'
          : `in ${places.map(({ platform, channel }) => `${platform}:${channel}`).join(', ')}`;
      return `${allow.join(', ')} open to ${rank === null ? 'whoever asks' : `${rank}s`} ${where}`;
    });
    const platform = `admins of the platforms are ${rules.platformAdmins ? '' : 'not '}admins here`;
    write.out(
      `${file} is in order.\n${[...roles, platform, ...own, ...opened].map((line) => `  ${line}\n`).join('')}`,
    );
    return exitCodes.healthy;
  }
  const { who, line, where, rank } = request.asked;
  const place = placeNamed(where.replace('discord:#', 'discord:'));
  const person = /^(slack|discord):([A-Z0-9]{1,22})$/.exec(who);
  if (place === null)
    throw new UserError(
      `"${where}" is no place. Try slack:C012AB3CD, discord:#197038439483310086 or console.`,
    );
  if (person?.[1] === undefined || person[2] === undefined)
    throw new UserError(`"${who}" is nobody. Try slack:U012AB3CD or discord:197038439483310086.`);
  const mention = {
    platform: person[1] === 'slack' ? 'slack' : 'discord',
    kind: 'user',
    id: person[2],
    name: who,
  } as const;
  const caller = { who: mention, place, zone: null };
  const { command, action, values } = parseLine(commands, line.replace(/^\//, ''));
  const standing = { rank, because: null, groups: [] } as const;
  const why = whyMay({ command: command.name, action, values, caller, standing }, rules, lineOf);
  const policy = openPolicy(config).within(why.networks);
  const looks = targetsOf({ action, values } as Parameters<typeof targetsOf>[0]).map((host) => {
    if (!isAddress(host)) return { open: true, words: `${host} is judged by what it resolves to.` };
    const verdict = policy.judge(host, 443);
    return verdict.allowed
      ? { open: true, words: `${host} may be looked at there.` }
      : { open: false, words: `${host} may not be looked at there: ${verdict.rule}.` };
  });
  const may = why.allowed && looks.every(({ open }) => open);
  const taken = `Taken as ${rank === 'admin' ? 'an admin' : `a ${rank}`} of the platform; user groups and roles are not asked for.`;
  const lines = [...why.lines, ...looks.map(({ words }) => words), taken];
  write.out(
    `${may ? 'May' : 'May not'}: ${who} ${line} in ${where}\n${lines.map((one) => `  ${one}\n`).join('')}`,
  );
  return may ? exitCodes.healthy : 1;
}
