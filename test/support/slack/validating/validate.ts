import type { z } from 'zod';
import { messageBlocks } from './validate-blocks.ts';
import { anyView } from './validate-view.ts';

export type Problem = { readonly pointer: string; readonly reason: string };

type Fields = Readonly<Record<string, unknown>>;

/** Of one message's blocks: shapes, lengths and counts of the Block Kit reference; empty where Slack takes them. */
export function problemsOfBlocks(blocks: unknown): readonly Problem[] {
  const found = problemsOf(messageBlocks, blocks, '/blocks');
  if (found.length > 0 || !Array.isArray(blocks)) return found;
  return [...repeatedIds(blocks, 'message'), ...tableProblems(blocks), ...markdownProblems(blocks)];
}

/** Of a modal or an App Home, as views.open, views.update, views.push and views.publish take it. */
export function problemsOfView(view: unknown): readonly Problem[] {
  const found = problemsOf(anyView, view, '/view');
  if (found.length > 0) return found;
  const { blocks, type, submit } = view as { blocks: readonly Fields[]; type: string; submit?: unknown };
  const problems: Problem[] = [...repeatedIds(blocks, 'block', '/view/blocks')];
  const hasInput = blocks.some((block) => block.type === 'input');
  if (type === 'modal' && hasInput && submit === undefined) {
    problems.push({
      pointer: '/view/submit',
      reason: 'missing required field: submit (there is an input block)',
    });
  }
  const focused = blocks.filter((block) => (block.element as Fields | undefined)?.focus_on_load === true);
  if (focused.length > 1)
    problems.push({ pointer: '/view/blocks', reason: 'only one element may have focus_on_load' });
  const size = JSON.stringify(view).length;
  if (size > 250_000) problems.push({ pointer: '/view', reason: `view is ${size} of 250000 bytes` });
  return problems;
}

export function toMessages(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ pointer, reason }) => `[ERROR] ${reason} [json-pointer:${pointer}]`);
}

function problemsOf(schema: z.ZodType, value: unknown, root: string): readonly Problem[] {
  const read = schema.safeParse(value);
  return read.success ? [] : read.error.issues.flatMap((issue) => problemsIn(issue, root));
}

function problemsIn(issue: z.core.$ZodIssue, root: string): readonly Problem[] {
  const pointer = [root, ...issue.path.map(String)].join('/');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}/${key}`,
      reason: `invalid additional property: ${key}`,
    }));
  }
  if (issue.code === 'too_big' && issue.origin === 'array') {
    return [{ pointer, reason: `no more than ${issue.maximum} items allowed` }];
  }
  if (issue.code === 'too_small' && issue.origin === 'array') {
    return [{ pointer, reason: `no fewer than ${issue.minimum} items required` }];
  }
  if (issue.code === 'invalid_union') return [{ pointer, reason: 'unsupported type' }];
  return [{ pointer, reason: issue.message }];
}

/** Block ids come once; action ids once in their block, and in a message once in all of it. */
function repeatedIds(
  blocks: readonly Fields[],
  within: 'message' | 'block',
  root = '/blocks',
): readonly Problem[] {
  const problems: Problem[] = [];
  const blockIds = new Set<string>();
  let actionIds = new Set<string>();
  const once = (pointer: string, name: 'block_id' | 'action_id', id: unknown, seen: Set<string>) => {
    if (typeof id !== 'string') return;
    if (seen.has(id)) {
      const reason = `\`${name}\`: "${id}" already exists, please use a unique \`${name}\``;
      problems.push({ pointer: `${pointer}/${name}`, reason });
    }
    seen.add(id);
  };
  for (const [at, block] of blocks.entries()) {
    const pointer = `${root}/${at}`;
    if (within === 'block') actionIds = new Set();
    once(pointer, 'block_id', block.block_id, blockIds);
    for (const [path, element] of actionables(block))
      once(`${pointer}/${path}`, 'action_id', element.action_id, actionIds);
  }
  return problems;
}

function actionables(block: Fields): readonly (readonly [string, Fields])[] {
  const elements = block.type === 'actions' ? (block.elements as readonly Fields[]) : [];
  return [
    ...elements.map((element, at) => [`elements/${at}`, element] as const),
    ...(['accessory', 'element'] as const).flatMap((name) => {
      const element = block[name] as Fields | undefined;
      return element === undefined ? [] : [[name, element] as const];
    }),
  ];
}

function tableProblems(blocks: readonly Fields[]): readonly Problem[] {
  return blocks.flatMap((block, at) => {
    if (block.type !== 'table' || charactersIn(block) <= 10_000) return [];
    return [{ pointer: `/blocks/${at}`, reason: 'table must be less than 10001 characters' }];
  });
}

/** "Markdown block": 12,000 characters in all of a message. */
function markdownProblems(blocks: readonly Fields[]): readonly Problem[] {
  const size = blocks.reduce(
    (sum, { type, text }) => sum + (type === 'markdown' ? String(text).length : 0),
    0,
  );
  return size <= 12_000
    ? []
    : [{ pointer: '/blocks', reason: `markdown blocks hold ${size} of 12000 characters` }];
}

/** Everything a reader reads, in UTF-16 units. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let size = 0;
  for (const [name, item] of Object.entries(value)) {
    if (typeof item !== 'string') size += charactersIn(item);
    else if (name === 'text' || name === 'alt_text' || name === 'fallback') size += item.length;
  }
  return size;
}
