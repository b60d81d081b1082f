import {
  type Fields,
  fieldsOf,
  invalidBlocks,
  oneOf,
  onlyFields,
  optionalFlag,
  optionalText,
  textOf,
} from './block-errors.ts';

/** Ids that must not come twice in one message. */
export type Seen = { readonly actionIds: Set<string>; readonly blockIds: Set<string> };

/** "Text object": plain_text may carry `emoji`, mrkdwn may carry `verbatim`. */
export function checkText(
  pointer: string,
  value: unknown,
  most: number,
  kinds: readonly string[] = ['plain_text', 'mrkdwn'],
): void {
  const text = fieldsOf(pointer, value);
  oneOf(`${pointer}/type`, text.type, kinds);
  onlyFields(
    pointer,
    text,
    text.type === 'mrkdwn' ? ['type', 'text', 'verbatim'] : ['type', 'text', 'emoji'],
  );
  textOf(`${pointer}/text`, text.text, 1, most);
  optionalFlag(`${pointer}/emoji`, text.emoji);
  optionalFlag(`${pointer}/verbatim`, text.verbatim);
}

export function checkImage(pointer: string, image: Fields, more: readonly string[] = []): void {
  onlyFields(pointer, image, ['type', 'image_url', 'alt_text', ...more]);
  checkUrl(`${pointer}/image_url`, image.image_url);
  textOf(`${pointer}/alt_text`, image.alt_text, 1, 2000);
}

/** "Button element": label 75, action_id 255 and once in a message, value 2,000, url 3,000. */
export function checkButton(pointer: string, value: unknown, seen: Seen): void {
  const button = fieldsOf(pointer, value);
  if (button.type !== 'button') {
    throw invalidBlocks(
      `${pointer}/type`,
      `unsupported type: ${String(button.type)} (the stand-in knows buttons)`,
    );
  }
  onlyFields(pointer, button, [
    'type',
    'text',
    'action_id',
    'url',
    'value',
    'style',
    'confirm',
    'accessibility_label',
  ]);
  checkText(`${pointer}/text`, button.text, 75, ['plain_text']);
  optionalText(`${pointer}/value`, button.value, 2000);
  optionalText(`${pointer}/accessibility_label`, button.accessibility_label, 75);
  if (button.style !== undefined) oneOf(`${pointer}/style`, button.style, ['primary', 'danger']);
  if (button.url !== undefined) checkUrl(`${pointer}/url`, button.url);
  if (button.confirm !== undefined) checkConfirm(`${pointer}/confirm`, button.confirm);
  const id = textOf(`${pointer}/action_id`, button.action_id, 1, 255);
  if (seen.actionIds.has(id)) {
    throw invalidBlocks(
      `${pointer}/action_id`,
      `\`action_id\`: "${id}" already exists, please use a unique \`action_id\``,
    );
  }
  seen.actionIds.add(id);
}

function checkConfirm(pointer: string, value: unknown): void {
  const confirm = fieldsOf(pointer, value);
  onlyFields(pointer, confirm, ['title', 'text', 'confirm', 'deny', 'style']);
  checkText(`${pointer}/title`, confirm.title, 100, ['plain_text']);
  checkText(`${pointer}/text`, confirm.text, 300);
  checkText(`${pointer}/confirm`, confirm.confirm, 30, ['plain_text']);
  checkText(`${pointer}/deny`, confirm.deny, 30, ['plain_text']);
}

export function checkUrl(pointer: string, value: unknown): void {
  const url = textOf(pointer, value, 1, 3000);
  if (!/^(https?|mailto):/i.test(url) || !URL.canParse(url)) throw invalidBlocks(pointer, 'invalid_url');
}
