import type { Refused } from '../core/access/gate.ts';
import type { Needs } from '../core/access/needs.ts';
import type { Reach } from '../core/access/reach.ts';
import type { Standing } from '../core/access/standing.ts';
import type { Caller } from '../core/people.ts';
import { ranksMatter } from './networks-for.ts';
import type { AccessRules, Subject } from './rules.ts';

/** What somebody wants to run. */
export type Wanted = { readonly name: string; readonly needs: Needs; readonly caller: Caller };

export type Verdict = { readonly allowed: true } | ({ readonly allowed: false } & Refused);

/** Whether what the platform tells of a caller can make a difference; where not, it need not be asked. */
export function standingMatters({ needs }: Pick<Wanted, 'needs'>, rules: AccessRules): boolean {
  return needs !== 'anyone' || rules.roles.has('blocked') || ranksMatter(rules.networks);
}

/** The one decision about who may run what. Pure: what is not known of a caller counts against them. */
export function mayRun({ name, needs, caller }: Wanted, standing: Standing, rules: AccessRules): Verdict {
  if (standing.rank === 'operator') return { allowed: true };
  if (has('blocked', caller, standing, rules)) {
    return {
      allowed: false,
      what: `${name} was refused`,
      why: 'ACCESS_FILE blocks you, or this channel.',
      who: 'Everybody who is not listed under "blocked" there.',
      how: 'Ask who runs Notafter.',
    };
  }
  if (isEnough(needs, caller, standing, rules)) return { allowed: true };
  return {
    allowed: false,
    what: `${name} is for ${needs === 'admin' ? 'admins' : 'members'}`,
    why: whyNot(needs, standing),
    who: whoMay(needs, caller, rules),
    how: `Ask one of them to do it, or who runs Notafter to list ${idOf(caller)} as "${needs}" in ACCESS_FILE.`,
  };
}

function isEnough(needs: Needs, caller: Caller, standing: Standing, rules: AccessRules): boolean {
  switch (needs) {
    case 'anyone':
      return true;
    case 'member':
      return isMember(caller, standing, rules) || isAdmin(caller, standing, rules);
    case 'admin':
      return isAdmin(caller, standing, rules);
  }
}

export function isAdmin(caller: Caller, standing: Standing, rules: AccessRules): boolean {
  if (standing.rank === 'operator') return true;
  return (rules.platformAdmins && standing.rank === 'admin') || has('admin', caller, standing, rules);
}

/** Null: neither, or it is not known. */
export function rankOf(caller: Caller, standing: Standing, rules: AccessRules): Reach['rank'] {
  if (isAdmin(caller, standing, rules)) return 'admin';
  return isMember(caller, standing, rules) ? 'member' : null;
}

function isMember(caller: Caller, standing: Standing, rules: AccessRules): boolean {
  if (rules.roles.has('member')) return has('member', caller, standing, rules);
  return standing.rank === 'member' || standing.rank === 'admin';
}

function has(role: string, caller: Caller, standing: Standing, { roles }: AccessRules): boolean {
  return (roles.get(role) ?? []).some((subject) => isMeant(subject, caller, standing));
}

export function isMeant(
  { platform, kind, id }: Subject,
  { who, place }: Caller,
  { groups }: Standing,
): boolean {
  switch (kind) {
    case 'user':
      return who.platform === platform && who.id === id;
    case 'group':
      return who.platform === platform && (groups ?? []).includes(id);
    case 'channel':
      return place.platform === platform && place.channel === id;
  }
}

function whyNot(needs: Needs, { rank, because }: Standing): string {
  if (because !== null) return because;
  if (rank === 'guest') return 'You are a guest here.';
  return needs === 'admin' ? 'You are no admin here.' : 'You are not listed as a member.';
}

function whoMay(needs: Needs, { who }: Caller, { platformAdmins, roles }: AccessRules): string {
  const listed = `whoever ACCESS_FILE lists as "${needs}"`;
  const ofPlatform =
    needs === 'admin'
      ? platformAdmins && platformAdminWords(who.platform)
      : !roles.has('member') && platformMemberWords(who.platform);
  const words = ofPlatform === false ? listed : `${ofPlatform}, and ${listed}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function platformAdminWords(platform: Caller['who']['platform']): string {
  return platform === 'discord' ? 'those who may manage this server' : 'owners and admins of the workspace';
}

function platformMemberWords(platform: Caller['who']['platform']): string {
  return platform === 'discord'
    ? 'members of the server who have passed its screening'
    : 'full members of the workspace (no guests, nobody of another organization)';
}

function idOf({ who }: Caller): string {
  return `${who.platform}:${who.id}`;
}
