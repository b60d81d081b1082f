import type { Directory } from '../../../core/directory.ts';
import { UserError } from '../../../core/errors.ts';
import { type Mention, type Place, placeNamed } from '../../../core/people.ts';
import { knownZone } from '../../../core/text/time-text.ts';
import { quote } from '../../showing/quote.ts';
import { readRefusal } from '../api/refusal.ts';
import type { Roster } from './roster.ts';
import type { Standings } from './standing.ts';

export type SlackPeople = { readonly roster: Roster; readonly standings: Standings };

const mostNames = 20;
const reference = /^<(@|!subteam\^|#)([A-Z0-9]{2,21})(?:\|[@#]?([^<>|]*))?>$/;
const pick = 'Type @ and pick from the list.';

/** People, groups and channels of Slack: as picked from its list, which carries the id, or by their exact handle. */
export function createDirectory(peopleNow: () => SlackPeople): Directory {
  const rosterNow = () => peopleNow().roster;
  return {
    async resolveMentions(typed) {
      const words = typed.split(/[\s,]+/).filter((word) => word !== '');
      if (words.length === 0) throw new UserError(`No name given. ${pick}`);
      if (words.length > mostNames) {
        throw new UserError(`That is ${words.length} names; ${mostNames} is the most.`);
      }
      words.forEach(refuseEverybody);
      const found: Mention[] = [];
      for (const word of words) found.push(await mentionFrom(word, rosterNow()));
      return [...new Map(found.map((who) => [who.id, who])).values()];
    },

    async resolvePlace(typed, caller) {
      const word = typed.trim();
      if (word === 'here' || word === '') return caller.place;
      const [, sign, id] = reference.exec(word) ?? [];
      if (sign === '#' && id !== undefined) return placeOf(id);
      const named = /^slack:([CGD][A-Z0-9]{2,20})$/.exec(word)?.[1];
      if (named !== undefined) return placeOf(named);
      const webhook = word.startsWith('webhook:') ? placeNamed(word) : null;
      if (webhook !== null) return webhook;
      return placeByName(word, rosterNow());
    },

    standingOf: ({ who }) => peopleNow().standings.of(who),
  };
}

function refuseEverybody(word: string): void {
  if (!/^@?(here|channel|everyone)$|^<!(here|channel|everyone)\b/i.test(word)) return;
  throw new UserError(
    'Notafter calls people and user groups, never @here, @channel or @everyone. Pick a user group from the list.',
  );
}

async function mentionFrom(word: string, roster: Roster): Promise<Mention> {
  const [, sign, id, name = ''] = reference.exec(word) ?? [];
  if (sign === '@' && id !== undefined) return userById(id, name, roster);
  if (sign === '!subteam^' && id !== undefined) {
    return group(id, name === '' ? ((await listed(() => roster.groupNamed({ id })))?.handle ?? id) : name);
  }
  const plain = /^slack:([UWS][A-Z0-9]{2,20})$/.exec(word)?.[1];
  if (plain?.startsWith('S')) return group(plain, plain);
  if (plain !== undefined) return userById(plain, '', roster);
  const handle = word.replace(/^@/, '').toLowerCase();
  if (sign !== undefined || !/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u.test(handle)) throw unknownName(word);
  const foundGroup = await listed(() => roster.groupNamed({ handle }));
  if (foundGroup !== null) return group(foundGroup.id, foundGroup.handle);
  const foundUser = await listed(() => roster.userNamed(handle));
  if (foundUser !== null) {
    return user(foundUser.id, foundUser.handle, foundUser.zone ?? null);
  }
  throw unknownName(word);
}

function unknownName(word: string): UserError {
  return new UserError(`${quote(word)} is no person or user group Notafter can find. ${pick}`);
}

async function placeByName(word: string, roster: Roster): Promise<Place> {
  const name = word.replace(/^#/, '').toLowerCase();
  const channel = word.startsWith('#') ? await listed(() => roster.channelNamed(name)) : null;
  if (channel !== null) return placeOf(channel.id);
  throw new UserError(
    `${quote(word)} is no channel Notafter can see. Type # and pick one from the list; in a private channel write /invite @notafter first.`,
  );
}

/** What Slack would not list may still be picked, so that is what is said; bugs go on. */
async function listed<Found>(ask: () => Promise<Found>): Promise<Found> {
  try {
    return await ask();
  } catch (thrown) {
    const { error, message } = readRefusal(thrown);
    throw new UserError(`Slack does not say who there is (${error ?? message}). ${pick}`);
  }
}

/** Slack is asked even where the name is known already: quiet hours are those of the owner's zone. */
async function userById(id: string, typedName: string, roster: Roster): Promise<Mention> {
  const { name, zone } = await roster.known(id);
  return user(id, typedName === '' ? name : typedName, zone);
}

function user(id: string, name: string, zone: string | null): Mention {
  const known = zone === null ? null : knownZone(zone);
  return { platform: 'slack', kind: 'user', id, name, ...(known === null ? {} : { zone: known }) };
}

function group(id: string, name: string): Mention {
  return { platform: 'slack', kind: 'group', id, name };
}

function placeOf(channel: string): Place {
  return { platform: 'slack', channel };
}
