import type { types } from '@slack/bolt';
import type { Mention } from '../../../core/people.ts';
import { homePageSize, homeView } from '../../../views/home.ts';
import type { AnswerWorld } from '../answering/asked.ts';
import type { HomeTab } from '../answering/conversation.ts';
import { readRefusal } from '../api/refusal.ts';
import { plain } from '../forms/form-boxes.ts';
import type { Groups } from '../people/groups.ts';
import type { Roster } from '../people/roster.ts';
import { buttonValues } from '../rendering/buttons.ts';
import { answerLimits } from '../rendering/limits.ts';
import { buttonsOf, homeBlocks } from './draw.ts';

/** What one person's tab shows, and how far it has come. */
type Shown = {
  from: number;
  told: string | null;
  /** Of the view that Slack has; undefined: none that we know. */
  hash: string | undefined;
  /** Something changed while it was made. */
  isStale: boolean;
  publishing: Promise<void> | null;
};

const rememberedTabs = 1000;

/** One view at a time for each person, the newest last: views that overtake each other would show what is over. */
export function createHomeTab(world: AnswerWorld, groups: Groups, roster: Pick<Roster, 'known'>): HomeTab {
  const tabs = new Map<string, Shown>();

  function tabOf(user: string): Shown {
    const kept = tabs.get(user);
    if (kept !== undefined) return kept;
    const [oldest] = tabs.keys();
    if (tabs.size === rememberedTabs && oldest !== undefined) tabs.delete(oldest);
    const tab: Shown = { from: 0, told: null, hash: undefined, isStale: false, publishing: null };
    tabs.set(user, tab);
    return tab;
  }

  function publish(user: string, change: Partial<Pick<Shown, 'from' | 'told' | 'hash'>>): Promise<void> {
    const tab = Object.assign(tabOf(user), change);
    tab.isStale = true;
    tab.publishing ??= publishAll(user, tab).finally(() => {
      tab.publishing = null;
    });
    return tab.publishing;
  }

  async function publishAll(user: string, tab: Shown): Promise<void> {
    while (tab.isStale) {
      tab.isStale = false;
      const view = await viewFor(user, tab);
      await publishView(user, tab, view);
    }
  }

  async function publishView(user: string, tab: Shown, view: types.HomeView): Promise<void> {
    const put = async (hash: string | undefined) => {
      const said = await world.client.views.publish({
        user_id: user,
        view,
        ...(hash === undefined ? {} : { hash }),
      });
      tab.hash = said.view?.hash;
    };
    try {
      await put(tab.hash).catch((thrown: unknown) => {
        // Another process was first: what was read just now is no older than what it shows.
        if (readRefusal(thrown).error !== 'hash_conflict') throw thrown;
        return put(undefined);
      });
    } catch (thrown) {
      world.log.error(readRefusal(thrown), 'Slack took no Home tab');
    }
  }

  async function viewFor(user: string, tab: Shown): Promise<types.HomeView> {
    const { services, actions, now, log } = world;
    try {
      const mine = await groupsOf(user);
      const { name, zone } = await roster.known(user);
      const who: Mention = {
        ...({ platform: 'slack', kind: 'user', id: user, name } as const),
        ...(zone === null ? {} : { zone }),
      };
      const asked = { who, groups: mine ?? [], from: tab.from, limit: homePageSize };
      const home = await services.homeOf(asked);
      tab.from = home.from;
      const view = homeView(home, now());
      const values = await buttonValues(buttonsOf(view), null, actions);
      const warning =
        mine === null
          ? 'Slack does not tell its user groups just now: what is yours by a group is missing.'
          : null;
      return { type: 'home', blocks: [...homeBlocks({ view, told: tab.told, warning }, values, now())] };
    } catch (thrown) {
      log.error({ err: thrown }, 'a Home tab could not be made');
      const words =
        'What is yours could not be looked up. Open this tab again in a moment; the log of Notafter says why.';
      return { type: 'home', blocks: [{ type: 'section', text: plain(words, answerLimits.run) }] };
    }
  }

  async function groupsOf(user: string): Promise<readonly Mention[] | null> {
    try {
      const all = await groups.all();
      return all
        .filter(({ users }) => users.includes(user))
        .map(({ id, handle }) => ({ platform: 'slack', kind: 'group', id, name: handle }));
    } catch (thrown) {
      world.log.warn(readRefusal(thrown), 'Slack told no user groups');
      return null;
    }
  }

  return {
    open: (user, hash) => publish(user, { hash }),
    turn: (user, from) => publish(user, { from }),
    show: (user, told) => publish(user, { told }),
  };
}
