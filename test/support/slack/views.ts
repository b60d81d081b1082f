import { buttonsIn, pingsIn, shownText } from './reading.ts';
import { type Block, type Pings, type ShownButton, SlackError } from './shapes.ts';
import type { Arguments } from './validating/check-message.ts';
import { problemsOfView, toMessages } from './validating/validate.ts';
import type { Workspace } from './workspace.ts';

export type View = Readonly<Record<string, unknown>>;

/** A modal as it stands now. */
export type OpenForm = {
  readonly id: string;
  readonly view: View;
  readonly hash: string;
  /** The channel that was looked at when it was opened; null: none was. */
  readonly channel: string | null;
  readonly isOpen: boolean;
  /** All that it showed, the newest last. */
  readonly shown: readonly string[];
  /** What the bot said beside the boxes when it was sent last. */
  readonly errors: Readonly<Record<string, string>>;
};

/** The Home tab of one person. */
export type HomeTab = {
  readonly id: string;
  readonly hash: string;
  readonly view: View;
  readonly shown: string;
  readonly pings: Pings;
  readonly buttons: readonly (ShownButton & { readonly above: string })[];
  readonly published: number;
};

export type Views = {
  /** A trigger_id that was given out: good for one modal within 3 s. */
  mayOpen(trigger: string, channel: string | null): void;
  open(given: Arguments): object;
  update(given: Arguments): object;
  publish(given: Arguments): object;
  readonly opened: readonly OpenForm[];
  formNow(id: string): OpenForm;
  /** What the acknowledgement of a view_submission asks for. */
  acknowledged(id: string, payload: Readonly<Record<string, unknown>> | null): void;
  close(id: string): OpenForm;
  homeOf(user: string): HomeTab | null;
};

const triggerMs = 3000;

export function createViews(now: () => number, workspace: Workspace, onChange: () => void): Views {
  const triggers = new Map<string, { readonly at: number; readonly channel: string | null }>();
  const opened: OpenForm[] = [];
  const homes = new Map<string, HomeTab>();
  let hashes = 0;

  function newHash(): string {
    hashes += 1;
    return `${Math.floor(now() / 1000)}.${String(hashes).padStart(8, '0')}`;
  }

  function checked(value: unknown, type: 'modal' | 'home'): View {
    const view = typeof value === 'string' ? (JSON.parse(value) as View) : (value as View);
    const problems = problemsOfView(view);
    if (problems.length > 0) throw new SlackError('invalid_arguments', toMessages(problems));
    if (view.type !== type) {
      throw new SlackError('invalid_arguments', [`[ERROR] must be a ${type} view [json-pointer:/view/type]`]);
    }
    return view;
  }

  function take(trigger: unknown): string | null {
    const given = triggers.get(String(trigger));
    if (given === undefined) throw new SlackError('invalid_trigger_id');
    triggers.delete(String(trigger));
    if (now() - given.at > triggerMs) throw new SlackError('expired_trigger_id');
    return given.channel;
  }

  function put(id: string, change: Partial<OpenForm>): OpenForm {
    const at = opened.findIndex((form) => form.id === id);
    const changed = { ...formNow(id), ...change };
    opened[at] = changed;
    onChange();
    return changed;
  }

  function formNow(id: string): OpenForm {
    const form = opened.find((candidate) => candidate.id === id);
    if (form === undefined) throw new SlackError('not_found');
    return form;
  }

  function show(id: string, view: View): OpenForm {
    return put(id, { view, hash: newHash(), errors: {}, shown: [...formNow(id).shown, wordsOf(view)] });
  }

  const answered = ({ id, hash, view }: Pick<OpenForm, 'id' | 'hash' | 'view'>) => ({
    view: { id, hash, team_id: workspace.teamId, root_view_id: id, ...view },
  });

  return {
    opened,
    formNow,
    mayOpen: (trigger, channel) => void triggers.set(trigger, { at: now(), channel }),
    open(given) {
      const view = checked(given.view, 'modal');
      const channel = take(given.trigger_id);
      const id = `V${String(opened.length + 1).padStart(8, '0')}`;
      const shown = [wordsOf(view)];
      opened.push({ id, view, hash: newHash(), channel, isOpen: true, shown, errors: {} });
      onChange();
      return answered(formNow(id));
    },
    update(given) {
      const form = formNow(String(given.view_id));
      if (!form.isOpen) throw new SlackError('not_found');
      if (given.hash !== undefined && given.hash !== form.hash) throw new SlackError('hash_conflict');
      return answered(show(form.id, checked(given.view, 'modal')));
    },
    publish(given) {
      const user = String(given.user_id);
      if (!workspace.users().some(({ id }) => id === user)) throw new SlackError('user_not_found');
      const before = homes.get(user);
      if (given.hash !== undefined && given.hash !== before?.hash) throw new SlackError('hash_conflict');
      const view = checked(given.view, 'home');
      const blocks = view.blocks as readonly Block[];
      const home = {
        id: before?.id ?? `VH${user}`,
        hash: newHash(),
        view,
        shown: wordsOf(view),
        pings: pingsIn('', blocks, false),
        buttons: homeButtons(blocks),
        published: (before?.published ?? 0) + 1,
      };
      homes.set(user, home);
      onChange();
      return answered(home);
    },
    acknowledged(id, payload) {
      const { response_action: action, errors, view } = payload ?? {};
      if (action === undefined || action === 'clear') return void put(id, { isOpen: false, errors: {} });
      if (action === 'update') return void show(id, checked(view, 'modal'));
      if (action !== 'errors') throw new Error(`Slack knows no response_action "${String(action)}".`);
      const known = (formNow(id).view.blocks as readonly Block[]).filter(({ type }) => type === 'input');
      const told = errors as Readonly<Record<string, unknown>>;
      for (const [block, words] of Object.entries(told ?? {})) {
        const isKnown = known.some(({ block_id }) => block_id === block);
        if (!isKnown || typeof words !== 'string' || words === '')
          throw new Error(`No error fits "${block}".`);
      }
      if (Object.keys(told ?? {}).length === 0) throw new Error('Slack wants at least one error.');
      put(id, { errors: told as Readonly<Record<string, string>> });
    },
    close: (id) => put(id, { isOpen: false }),
    homeOf: (user) => homes.get(user) ?? null,
  };
}

/** Title and blocks, with labels and hints of the boxes. */
function wordsOf({ title, blocks }: View): string {
  const text = (value: unknown) => String((value as { readonly text?: unknown } | undefined)?.text ?? '');
  const lines = (blocks as readonly Block[]).map((block) =>
    block.type === 'input' ? `${text(block.label)} ${text(block.hint)}`.trim() : shownText('', [block]),
  );
  return [text(title), ...lines].filter((line) => line !== '').join('\n');
}

/** Each with what stands in the block before it. */
function homeButtons(blocks: readonly Block[]): HomeTab['buttons'] {
  return blocks.flatMap((block, at) => {
    const before = blocks[at - 1];
    const above = before === undefined ? '' : shownText('', [before]);
    return buttonsIn([block]).map((button) => ({ ...button, above }));
  });
}
