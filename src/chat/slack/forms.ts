import type { App, ViewSubmitAction } from '@slack/bolt';
import { z } from 'zod';
import { type FormField, filledForm } from '../form-fields.ts';
import type { ParsedCommand } from '../parse.ts';
import { answer, plainMessage } from './answer.ts';
import { type AnswerWorld, drawnFor, drawnPlainly } from './asked.ts';
import { type Conversation, callerOf } from './conversation.ts';
import { formLimits } from './limits.ts';
import { readRefusal } from './refusal.ts';
import { whisper } from './voices.ts';

const callbackId = 'secret_form';

/** What comes back with the form: which command, and where to answer. Nothing secret. */
const origin = z.object({ command: z.string(), action: z.string(), channel: z.string() });

const gone = plainMessage('This form belongs to a command that is no longer there. /help lists them.');

/** Opens a form for what may stand in no line; `trigger` lives 3 s. False when Slack did not take it. */
export async function openForm(
  { command, action }: ParsedCommand,
  fields: readonly FormField[],
  { trigger, channel }: { readonly trigger: string; readonly channel: string },
  { client, log }: AnswerWorld,
): Promise<boolean> {
  const metadata = JSON.stringify({ command: command.name, action: action.name, channel });
  try {
    await client.views.open({
      trigger_id: trigger,
      view: {
        type: 'modal',
        callback_id: callbackId,
        private_metadata: metadata,
        title: plain(`/${command.name}`, formLimits.title),
        submit: plain('Look', formLimits.title),
        close: plain('Cancel', formLimits.title),
        blocks: fields.map(inputBlock),
      },
    });
    return true;
  } catch (thrown) {
    log.error(readRefusal(thrown), 'Slack opened no form');
    return false;
  }
}

function inputBlock({ option, isSecret, value }: FormField) {
  return {
    type: 'input' as const,
    block_id: option.name,
    optional: !isSecret,
    label: plain(option.name, formLimits.label),
    hint: plain(option.summary, formLimits.label),
    element: {
      type: 'plain_text_input' as const,
      action_id: 'value',
      multiline: isSecret,
      max_length: formLimits.value,
      ...(value === '' ? {} : { initial_value: value.slice(0, formLimits.value) }),
    },
  };
}

function plain(text: string, most: number) {
  return { type: 'plain_text' as const, text: text.slice(0, most) };
}

/** Answers a form that was sent, to its sender alone. */
export function listenToForms(app: App, conversation: Conversation): void {
  app.view<ViewSubmitAction>(callbackId, async ({ body, view, ack }) => {
    await ack();
    const from = origin.safeParse(jsonIn(view.private_metadata));
    if (!from.success) return;
    const filled = Object.fromEntries(
      Object.entries(view.state.values).map(([name, { value }]) => [name, value?.value ?? '']),
    );
    const { world } = conversation;
    const parsed = filledForm(from.data, filled, world.commands);
    const { user } = body;
    const caller = callerOf(user.id, user.name ?? user.id, from.data.channel);
    conversation.keep(answerForm(parsed, caller, conversation));
  });
}

async function answerForm(
  parsed: ParsedCommand | null,
  caller: ReturnType<typeof callerOf>,
  { world, signal }: Conversation,
): Promise<void> {
  const spot = { channel: caller.place.channel, thread: undefined, message: undefined };
  const asked =
    parsed === null ? drawnPlainly(world, signal) : drawnFor(parsed, caller, false, world, signal);
  const voice = whisper(asked, spot, caller.who.id);
  if (parsed === null) return voice.finish(gone);
  await answer({ parsed, caller, way: 'upload' }, voice, world, signal);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
