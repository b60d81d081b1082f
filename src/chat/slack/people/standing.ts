import type { Standing } from '../../../core/access/standing.ts';
import type { Mention } from '../../../core/people.ts';
import { unlessStopped } from '../../waiting/unless-stopped.ts';
import { readRefusal } from '../api/refusal.ts';
import type { WebClient } from '../api/web.ts';
import type { Groups } from './groups.ts';

/** Whose workspace this is, as auth.test tells it. */
export type Home = { readonly teamId: string; readonly enterpriseId: string | null };

export type Standings = {
  /** Rejects where the Web API fails for another reason than what it says of the user. */
  of(who: Mention): Promise<Standing>;
};

/** Somebody who was made a guest, or an admin no longer, is that here a minute later at most. */
const keptMs = 60_000;
const mostKept = 2000;
/** Whoever asked for something is waiting. */
const patienceMs = 5000;

type User = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;
type Ranked = Pick<Standing, 'rank' | 'because'>;

export function createStandings(client: WebClient, home: Home, groups: Groups, now: () => Date): Standings {
  const kept = new Map<string, { readonly at: number; readonly ranked: Promise<Ranked> }>();

  function rankOf(id: string): Promise<Ranked> {
    const at = now().getTime();
    const known = kept.get(id);
    if (known !== undefined && Math.abs(at - known.at) < keptMs) return known.ranked;
    const [oldest] = kept.keys();
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    const ranked = askFor(id);
    kept.set(id, { at, ranked });
    ranked.catch(() => kept.delete(id));
    return ranked;
  }

  async function askFor(id: string): Promise<Ranked> {
    try {
      const { user } = await client.users.info({ user: id });
      return user === undefined ? unknown('Slack told nothing about you.') : ranked(user, home);
    } catch (thrown) {
      const { error } = readRefusal(thrown);
      if (error === 'user_not_found' || error === 'user_not_visible')
        return unknown('Slack does not know you in this workspace.');
      if (error === 'missing_scope')
        return unknown('Slack did not say who you are: the app lacks the scope users:read.');
      throw thrown;
    }
  }

  return {
    async of({ id }) {
      const [{ rank, because }, all] = await Promise.all([
        unlessStopped(rankOf(id), AbortSignal.timeout(patienceMs)),
        // A group that cannot be read has nobody in it.
        groups.all().catch(() => null),
      ]);
      const mine = all?.filter(({ users }) => users.includes(id)).map((group) => group.id) ?? null;
      return { rank, because, groups: mine };
    },
  };
}

function unknown(because: string): Ranked {
  return { rank: 'unknown', because };
}

function ranked(user: User, home: Home): Ranked {
  if (user.deleted === true) return unknown('Slack says that your account is switched off.');
  if (!belongs(user, home)) {
    return {
      rank: 'guest',
      because: 'You belong to another organization, which shares a channel with this one.',
    };
  }
  if (user.is_restricted === true || user.is_ultra_restricted === true) {
    return { rank: 'guest', because: 'You are a guest of this workspace.' };
  }
  const isAdmin = user.is_admin === true || user.is_owner === true || user.is_primary_owner === true;
  return { rank: isAdmin ? 'admin' : 'member', because: null };
}

/** In an Enterprise organization somebody of another of its workspaces is no stranger. */
function belongs({ team_id, is_stranger, enterprise_user }: User, { teamId, enterpriseId }: Home): boolean {
  if (is_stranger === true) return false;
  if (team_id === undefined || team_id === '' || team_id === teamId) return true;
  if (enterprise_user?.teams?.includes(teamId) === true) return true;
  return (
    enterpriseId !== null && (enterprise_user?.enterprise_id === enterpriseId || team_id === enterpriseId)
  );
}
