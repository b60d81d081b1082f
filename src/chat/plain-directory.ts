import { operatorStanding } from '../core/access/standing.ts';
import type { Directory } from '../core/directory.ts';
import { UserError } from '../core/errors.ts';
import { type Mention, type PlatformName, placeNamed } from '../core/people.ts';
import { quote } from './showing/quote.ts';

const mostNames = 20;

type IdForm = { readonly platform: PlatformName; readonly kind: Mention['kind']; readonly form: RegExp };

/** Slack: U and W are people, S user groups. Discord: a snowflake, with "&" for a role as in its own mentions. */
const idForms: readonly IdForm[] = [
  { platform: 'slack', kind: 'user', form: /^slack:([UW][A-Z0-9]{1,20})$/ },
  { platform: 'slack', kind: 'group', form: /^slack:(S[A-Z0-9]{1,20})$/ },
  { platform: 'discord', kind: 'user', form: /^discord:(\d{1,20})$/ },
  { platform: 'discord', kind: 'group', form: /^discord:&(\d{1,20})$/ },
];

/**
 * People and places where there is no platform to ask: a name is itself, and people of Slack and Discord are named
 * by id. Used by the console page and the command line.
 */
export function createPlainDirectory(): Directory {
  return {
    async resolveMentions(typed) {
      const words = typed.split(/[\s,]+/).filter((word) => word !== '');
      if (words.length === 0) throw new UserError('No name given. Try @alice or slack:U012AB3CD.');
      if (words.length > mostNames) {
        throw new UserError(`That is ${words.length} names; ${mostNames} is the most.`);
      }
      const people = words.map(readMention);
      return [...new Map(people.map((who) => [`${who.platform}:${who.id}`, who])).values()];
    },
    async resolvePlace(typed, caller) {
      const word = typed.trim();
      if (word === 'here') return caller.place;
      const place = placeNamed(word);
      if (place !== null) return place;
      throw new UserError(
        `${quote(word)} is not a place I can post to. Try console, slack:C012AB3CD, discord:197038439483310086 or webhook:default.`,
      );
    },
    // Who reads the database, or has the token of the console, could change whatever would be asked here.
    standingOf: async () => operatorStanding,
  };
}

function readMention(word: string): Mention {
  for (const { platform, kind, form } of idForms) {
    const id = form.exec(word)?.[1];
    if (id !== undefined) return { platform, kind, id, name: id };
  }
  const name = word.replace(/^@/, '');
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name)) {
    throw new UserError(
      `${quote(word)} is not a name. Try @alice, slack:U012AB3CD or discord:197038439483310086.`,
    );
  }
  return { platform: 'console', kind: 'user', id: name, name };
}
