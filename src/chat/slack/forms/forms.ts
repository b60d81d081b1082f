import type { App, BlockSuggestion, types, ViewSubmitAction } from '@slack/bolt';
import { UserError } from '../../../core/errors.ts';
import type { Caller } from '../../../core/people.ts';
import { jsonOrNull } from '../../../core/text/json.ts';
import type { ParsedCommand } from '../../asking/parse.ts';
import { type Form, filledForm, formButton, wantedForm } from '../../forms/form-fields.ts';
import { refusalOfForm } from '../../forms/form-gate.ts';
import type { Once } from '../../once.ts';
import type { Conversation } from '../answering/conversation.ts';
import { readRefusal } from '../api/refusal.ts';
import { buttonValues } from '../rendering/buttons.ts';
import { formLimits } from '../rendering/limits.ts';
import { answerForm } from './answer-form.ts';
import { groupChoice, groupsActionId } from './form-boxes.ts';
import { formMistakesOf } from './form-errors.ts';
import { formCallbackId, formView, wordsView } from './form-views.ts';
import { sentFrom } from './sent-from.ts';

export type FormOrigin = {
  /** Lives 3 s. */
  readonly trigger: string;
  /** Empty where there is none: the answer comes as a direct message, unless the form asks for a place. */
  readonly channel: string;
  /** Where an answer that everybody sees goes: under the message that was pressed. */
  readonly thread: string | undefined;
  readonly isShared: boolean;
  readonly asksPlace?: true;
  readonly caller: Caller;
  /** Opened on the Home tab, which shows what came of it. */
  readonly isHome?: true;
};

/** Opens a form, or says why not in its place. False when Slack did not take it. */
export async function openForm(form: Form, from: FormOrigin, conversation: Conversation): Promise<boolean> {
  return (await openRefusal(form, from, conversation)) ?? openJudged(form, from, conversation);
}

/** Null where the form may be opened. */
async function openRefusal(
  { command, action, values }: ParsedCommand,
  from: FormOrigin,
  conversation: Conversation,
): Promise<boolean | null> {
  const asked = { command, action, values, caller: from.caller };
  const refused = await refusalOfForm(asked, conversation.world.services);
  if (refused === null) return null;
  const { what, why, who, how } = refused;
  const view = wordsView(`/${command.name} ${action.name}`, `${what}. ${why} ${who} ${how}`);
  return (await openView(view, from, conversation)) !== null;
}

async function openJudged(form: Form, from: FormOrigin, conversation: Conversation): Promise<boolean> {
  if (namesGroups(form)) return openLater(form.title, async () => form, from, conversation);
  return (await openView(await viewOf(form, from, conversation), from, conversation)) !== null;
}

/** The form for what the command was called without; null when it wants none. */
export async function openWanted(
  parsed: ParsedCommand,
  from: FormOrigin,
  conversation: Conversation,
): Promise<boolean | null> {
  const { action, command, values } = parsed;
  if (action.form === undefined || !action.form.isWanted(values)) return null;
  const isRefused = await openRefusal(parsed, from, conversation);
  if (isRefused !== null) return isRefused;
  const make = () => wantedForm(parsed, conversation.world.services);
  if (action.form.fill !== undefined)
    return openLater(`/${command.name} ${action.name}`, make, from, conversation);
  const form = await make();
  return form === null ? null : openJudged(form, from, conversation);
}

/** What has to be looked up would outlive the trigger: a view that says so comes first. */
async function openLater(
  title: string,
  make: () => Promise<Form | null>,
  from: FormOrigin,
  conversation: Conversation,
): Promise<boolean> {
  const { client, log } = conversation.world;
  const opened = await openView(wordsView(title, 'Looking up what is set ...'), from, conversation);
  if (opened === null) return false;
  const view = await madeView(title, make, from, conversation);
  try {
    await client.views.update({ view_id: opened.id, hash: opened.hash, view });
  } catch (thrown) {
    // Whoever closed it wants no form any more.
    log.info(readRefusal(thrown), 'Slack changed no form');
  }
  return true;
}

async function madeView(
  title: string,
  make: () => Promise<Form | null>,
  from: FormOrigin,
  conversation: Conversation,
): Promise<types.ModalView> {
  try {
    const form = await make();
    if (form !== null) return await viewOf(form, from, conversation);
    return wordsView(title, 'There is nothing to ask.');
  } catch (thrown) {
    if (thrown instanceof UserError) return wordsView(title, thrown.message);
    conversation.world.log.error({ err: thrown }, 'a form could not be filled');
    return wordsView(title, 'What is set could not be looked up. The log of Notafter says why.');
  }
}

async function viewOf(
  form: Form,
  from: FormOrigin,
  { world, groups }: Conversation,
): Promise<types.ModalView> {
  const { channel, thread, isShared, asksPlace, isHome } = from;
  const button = formButton(form);
  const values = await buttonValues([button], null, world.actions);
  const known = namesGroups(form) ? await groups.all().catch(() => []) : [];
  return formView({
    form,
    setting: { groups: known, isInChannel: /^[CG]/.test(channel) },
    metadata: JSON.stringify({ button: values.get(button) ?? '', channel, thread, isShared, isHome }),
    asksPlace: asksPlace === true,
  });
}

function namesGroups({ fields }: Form): boolean {
  return fields.some(({ option, value }) => option.kind === 'owners' && /\bS[A-Z0-9]{2,20}\b/.test(value));
}

async function openView(
  view: types.ModalView,
  { trigger }: FormOrigin,
  { world: { client, log } }: Conversation,
): Promise<{ readonly id: string; readonly hash: string } | null> {
  try {
    const { view: opened } = await client.views.open({ trigger_id: trigger, view });
    return { id: opened?.id ?? '', hash: opened?.hash ?? '' };
  } catch (thrown) {
    log.error(readRefusal(thrown), 'Slack opened no form');
    return null;
  }
}

/**
 * Answers a form that was sent: to its sender alone, or under the message whose button opened it. `isFirst`: what is sent again may
 * come to another process.
 */
export function listenToForms(app: App, conversation: Conversation, isFirst: Once): void {
  const sent = new Set<string>();
  app.view<ViewSubmitAction>(
    { callback_id: formCallbackId, type: 'view_submission' },
    async ({ body, view, ack, respond }) => {
      const from = sentFrom.safeParse(jsonOrNull(view.private_metadata));
      // Sent twice is meant once.
      if (!from.success || sent.has(view.id)) return ack();
      sent.add(view.id);
      if (sent.size > rememberedForms) sent.delete([...sent][0] ?? '');
      const { target, mistakes, form } = await formMistakesOf(from.data.button, view, conversation.world);
      if (Object.keys(mistakes).length > 0) {
        sent.delete(view.id);
        return ack({ response_action: 'errors', errors: mistakes });
      }
      if (!(await isFirst(`form ${view.id}`))) return ack();
      await ack();
      const hasAddress = (body.response_urls ?? []).length > 0;
      const parsed = target === null || form === null ? null : filledForm(target, form.values);
      conversation.keep(
        answerForm(
          {
            from: from.data,
            user: body.user,
            view,
            respond: hasAddress ? respond : null,
            asks: target?.asks ?? [],
            parsed: parsed === null ? null : { ...parsed, values: { ...parsed.values, ...form?.cleared } },
          },
          conversation,
        ),
      );
    },
  );
  app.options<'block_suggestion'>(
    { type: 'block_suggestion', action_id: groupsActionId },
    async ({ options, ack }) => {
      await ack({ options: await groupsLike(options, conversation) });
    },
  );
}

const rememberedForms = 1000;

async function groupsLike(
  { value }: Pick<BlockSuggestion, 'value'>,
  { groups, world }: Conversation,
): Promise<types.PlainTextOption[]> {
  const typed = value.trim().replace(/^@/, '').toLowerCase();
  try {
    const all = await groups.all();
    const found = all.filter(({ handle }) => handle.toLowerCase().includes(typed));
    return found.slice(0, formLimits.choices).map(({ id }) => groupChoice(id, all));
  } catch (thrown) {
    world.log.warn(readRefusal(thrown), 'Slack told no user groups');
    return [];
  }
}
