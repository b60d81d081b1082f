import {
  type Fields,
  fieldsOf,
  invalidBlocks,
  listOf,
  oneOf,
  onlyFields,
  optionalFlag,
  optionalText,
  textOf,
} from './block-errors.ts';
import { checkButton, checkImage, checkText, type Seen } from './check-elements.ts';
import { checkRichText } from './check-rich-text.ts';
import { type Block, SlackError } from './shapes.ts';

/** The Block Kit reference, for messages: 50 blocks, 13,200 characters in all; throws what Slack would answer. */
export function checkBlocks(value: unknown): readonly Block[] {
  const blocks = listOf('/blocks', value, 0, 50);
  const seen: Seen = { actionIds: new Set(), blockIds: new Set() };
  for (const [index, block] of blocks.entries()) checkBlock(`/blocks/${index}`, block, seen);
  const tables = blocks.filter((block) => (block as Block).type === 'table');
  if (tables.length > 1) throw new SlackError('invalid_attachments', ['[ERROR] only_one_table_allowed']);
  const size = blocks.reduce<number>((sum, block) => sum + charactersIn(block), 0);
  if (size > 13_200) throw new SlackError('msg_blocks_too_long', [`[ERROR] ${size} of 13200 characters`]);
  return blocks as readonly Block[];
}

function checkBlock(pointer: string, value: unknown, seen: Seen): void {
  const block = fieldsOf(pointer, value);
  checkBlockId(pointer, block, seen);
  const known = (names: readonly string[]) => onlyFields(pointer, block, ['type', 'block_id', ...names]);
  switch (block.type) {
    case 'section':
      known(['text', 'fields', 'accessory', 'expand']);
      checkSection(pointer, block, seen);
      return;
    case 'header':
      known(['text', 'level']);
      checkText(`${pointer}/text`, block.text, 150, ['plain_text']);
      return;
    case 'divider':
      known([]);
      return;
    case 'context':
      known(['elements']);
      checkContext(pointer, block);
      return;
    case 'actions':
      known(['elements']);
      for (const [index, element] of listOf(`${pointer}/elements`, block.elements, 1, 25).entries()) {
        checkButton(`${pointer}/elements/${index}`, element, seen);
      }
      return;
    case 'image':
      checkImage(pointer, block, ['block_id', 'title']);
      return;
    case 'markdown':
      known(['text']);
      textOf(`${pointer}/text`, block.text, 1, 12_000);
      return;
    case 'rich_text':
      known(['elements']);
      checkRichText(pointer, block);
      return;
    case 'table':
      known(['rows', 'column_settings']);
      checkTable(pointer, block);
      return;
    default:
      throw invalidBlocks(`${pointer}/type`, `unsupported type: ${String(block.type)}`);
  }
}

function checkBlockId(pointer: string, block: Fields, seen: Seen): void {
  optionalText(`${pointer}/block_id`, block.block_id, 255);
  if (block.block_id === undefined) return;
  const id = String(block.block_id);
  if (seen.blockIds.has(id)) {
    throw invalidBlocks(
      `${pointer}/block_id`,
      `\`block_id\`: "${id}" already exists, please use a unique \`block_id\``,
    );
  }
  seen.blockIds.add(id);
}

function checkSection(pointer: string, block: Fields, seen: Seen): void {
  if (block.text === undefined && block.fields === undefined) {
    throw invalidBlocks(pointer, 'missing required field: text or fields');
  }
  if (block.text !== undefined) checkText(`${pointer}/text`, block.text, 3000);
  optionalFlag(`${pointer}/expand`, block.expand);
  if (block.fields !== undefined) {
    for (const [index, field] of listOf(`${pointer}/fields`, block.fields, 1, 10).entries()) {
      checkText(`${pointer}/fields/${index}`, field, 2000);
    }
  }
  if (block.accessory === undefined) return;
  const accessory = fieldsOf(`${pointer}/accessory`, block.accessory);
  if (accessory.type === 'image') checkImage(`${pointer}/accessory`, accessory);
  else checkButton(`${pointer}/accessory`, accessory, seen);
}

function checkContext(pointer: string, block: Fields): void {
  for (const [index, value] of listOf(`${pointer}/elements`, block.elements, 1, 10).entries()) {
    const at = `${pointer}/elements/${index}`;
    const element = fieldsOf(at, value);
    if (element.type === 'image') checkImage(at, element);
    else checkText(at, element, 3000);
  }
}

/** "Table block": 100 rows of 20 cells, 10,000 characters, cells of raw_text or rich_text. */
function checkTable(pointer: string, block: Fields): void {
  for (const [index, row] of listOf(`${pointer}/rows`, block.rows, 1, 100).entries()) {
    for (const [column, value] of listOf(`${pointer}/rows/${index}`, row, 1, 20).entries()) {
      const at = `${pointer}/rows/${index}/${column}`;
      const cell = fieldsOf(at, value);
      oneOf(`${at}/type`, cell.type, ['raw_text', 'rich_text']);
      onlyFields(at, cell, cell.type === 'raw_text' ? ['type', 'text'] : ['type', 'elements', 'block_id']);
      if (cell.type === 'raw_text') textOf(`${at}/text`, cell.text, 1, 10_000);
      else checkRichText(at, cell);
    }
  }
  if (charactersIn(block) > 10_000) throw invalidBlocks(pointer, 'table must be less than 10001 characters');
  if (block.column_settings === undefined) return;
  for (const [index, value] of listOf(`${pointer}/column_settings`, block.column_settings, 0, 20).entries()) {
    const at = `${pointer}/column_settings/${index}`;
    const setting = fieldsOf(at, value ?? {});
    onlyFields(at, setting, ['align', 'is_wrapped']);
    oneOf(`${at}/align`, setting.align ?? 'left', ['left', 'center', 'right']);
    optionalFlag(`${at}/is_wrapped`, setting.is_wrapped);
  }
}

/** Everything a reader reads, in UTF-16 units. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + charactersIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let size = 0;
  for (const [name, item] of Object.entries(value)) {
    if (typeof item !== 'string') size += charactersIn(item);
    else if (name === 'text' || name === 'alt_text' || name === 'fallback') size += item.length;
  }
  return size;
}
