import {
  type Fields,
  fieldsOf,
  invalidBlocks,
  listOf,
  oneOf,
  onlyFields,
  optionalFlag,
  textOf,
} from './block-errors.ts';
import { checkUrl } from './check-elements.ts';

const styles = ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'];
const dateToken =
  /\{(day_divider_pretty|date_num|date_slash|date_long|date_long_full|date_long_pretty|date|date_pretty|date_short|date_short_pretty|time|time_secs|ago)\}/;

/** "Rich text block": sections, lists, preformatted text and quotes, each holding elements of its own kinds. */
export function checkRichText(pointer: string, block: Fields): void {
  for (const [index, value] of listOf(`${pointer}/elements`, block.elements, 1, 1000).entries()) {
    const at = `${pointer}/elements/${index}`;
    const part = fieldsOf(at, value);
    switch (part.type) {
      case 'rich_text_section':
        checkSection(at, part);
        continue;
      case 'rich_text_quote':
        onlyFields(at, part, ['type', 'elements', 'border']);
        oneOf(`${at}/border`, part.border ?? 0, [0, 1]);
        checkInlines(at, part, 0);
        continue;
      case 'rich_text_preformatted':
        onlyFields(at, part, ['type', 'elements', 'border', 'language']);
        oneOf(`${at}/border`, part.border ?? 0, [0, 1]);
        checkInlines(at, part, 0, ['text', 'link']);
        continue;
      case 'rich_text_list':
        checkList(at, part);
        continue;
      default:
        throw invalidBlocks(`${at}/type`, `unsupported type: ${String(part.type)}`);
    }
  }
}

function checkList(pointer: string, list: Fields): void {
  onlyFields(pointer, list, ['type', 'style', 'elements', 'indent', 'offset', 'border']);
  oneOf(`${pointer}/style`, list.style, ['bullet', 'ordered']);
  oneOf(`${pointer}/border`, list.border ?? 0, [0, 1]);
  if (!Number.isInteger(list.indent ?? 0) || Number(list.indent ?? 0) > 8) {
    throw invalidBlocks(`${pointer}/indent`, 'must be an integer up to 8');
  }
  for (const [index, item] of listOf(`${pointer}/elements`, list.elements, 1, 1000).entries()) {
    const at = `${pointer}/elements/${index}`;
    const section = fieldsOf(at, item);
    oneOf(`${at}/type`, section.type, ['rich_text_section']);
    checkSection(at, section);
  }
}

function checkSection(pointer: string, section: Fields): void {
  onlyFields(pointer, section, ['type', 'elements']);
  checkInlines(pointer, section, 0);
}

function checkInlines(pointer: string, part: Fields, least: number, kinds?: readonly string[]): void {
  for (const [index, value] of listOf(`${pointer}/elements`, part.elements, least, 1000).entries()) {
    const at = `${pointer}/elements/${index}`;
    const inline = fieldsOf(at, value);
    if (kinds !== undefined) oneOf(`${at}/type`, inline.type, kinds);
    checkInline(at, inline);
    if (inline.style !== undefined) checkStyle(`${at}/style`, inline.style);
  }
}

function checkInline(pointer: string, inline: Fields): void {
  switch (inline.type) {
    case 'text':
      onlyFields(pointer, inline, ['type', 'text', 'style']);
      textOf(`${pointer}/text`, inline.text, 1, 40_000);
      return;
    case 'link':
      onlyFields(pointer, inline, ['type', 'url', 'text', 'unsafe', 'style']);
      checkUrl(`${pointer}/url`, inline.url);
      if (inline.text !== undefined) textOf(`${pointer}/text`, inline.text, 1, 40_000);
      return;
    case 'user':
      checkId(pointer, inline, 'user_id', /^[UW][A-Z0-9]{2,}$/);
      return;
    case 'usergroup':
      checkId(pointer, inline, 'usergroup_id', /^S[A-Z0-9]{2,}$/);
      return;
    case 'channel':
      checkId(pointer, inline, 'channel_id', /^[CDG][A-Z0-9]{2,}$/);
      return;
    case 'emoji':
      onlyFields(pointer, inline, ['type', 'name', 'unicode', 'skin_tone', 'style']);
      if (!/^[a-z0-9_+'-]+$/.test(textOf(`${pointer}/name`, inline.name, 1, 100))) {
        throw invalidBlocks(`${pointer}/name`, 'must be the name of an emoji without colons');
      }
      return;
    case 'broadcast':
      onlyFields(pointer, inline, ['type', 'range', 'style']);
      oneOf(`${pointer}/range`, inline.range, ['here', 'channel', 'everyone']);
      return;
    case 'date':
      checkDate(pointer, inline);
      return;
    default:
      throw invalidBlocks(`${pointer}/type`, `unsupported type: ${String(inline.type)}`);
  }
}

function checkId(pointer: string, inline: Fields, field: string, form: RegExp): void {
  onlyFields(pointer, inline, ['type', field, 'style']);
  if (!form.test(textOf(`${pointer}/${field}`, inline[field], 1, 40))) {
    throw invalidBlocks(`${pointer}/${field}`, `invalid ${field}`);
  }
}

function checkDate(pointer: string, date: Fields): void {
  onlyFields(pointer, date, ['type', 'timestamp', 'format', 'url', 'fallback', 'style']);
  if (!Number.isInteger(date.timestamp))
    throw invalidBlocks(`${pointer}/timestamp`, 'must be an integer of seconds');
  if (!dateToken.test(textOf(`${pointer}/format`, date.format, 1, 1000))) {
    throw invalidBlocks(`${pointer}/format`, 'must hold a date token such as {date_short}');
  }
  if (date.url !== undefined) checkUrl(`${pointer}/url`, date.url);
  if (date.fallback !== undefined) textOf(`${pointer}/fallback`, date.fallback, 1, 1000);
}

function checkStyle(pointer: string, value: unknown): void {
  const style = fieldsOf(pointer, value);
  onlyFields(pointer, style, styles);
  for (const [name, flag] of Object.entries(style)) optionalFlag(`${pointer}/${name}`, flag);
}
