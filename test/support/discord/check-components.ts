import { checkFile, checkGallery } from './attachments.ts';
import {
  type Fields,
  fieldsOf,
  invalidForm,
  lengthBetween,
  listOf,
  oneOf,
  onlyFields,
} from './form-errors.ts';

type Tally = {
  components: number;
  text: number;
  readonly customIds: Set<string>;
  /** Of the message's attachments. */
  readonly fileNames: readonly string[];
};

const topLevel = [1, 10, 12, 13, 14, 17];
const inContainer = [1, 10, 12, 13, 14];

/** Components V2 ("Component Reference"): nesting, lengths, at most 40 of them and 4,000 characters of text. */
export function checkComponentsV2(value: unknown, fileNames: readonly string[]): void {
  const tally = newTally(fileNames);
  lengthBetween('components', value, 1, 40);
  for (const [index, component] of listOf('components', value).entries()) {
    checkComponent(`components.${index}`, component, topLevel, tally);
  }
  if (tally.components > 40) {
    throw invalidForm(
      'components',
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components cannot exceed 40 (${tally.components})`,
    );
  }
  if (tally.text > 4000) {
    throw invalidForm(
      'components',
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `The total displayable text size cannot exceed 4000 (${tally.text})`,
    );
  }
}

/** Rows under a classic message: five of five. */
export function checkRows(value: unknown): void {
  lengthBetween('components', value, 0, 5);
  const tally = newTally([]);
  for (const [index, component] of listOf('components', value).entries()) {
    checkComponent(`components.${index}`, component, [1], tally);
  }
}

function newTally(fileNames: readonly string[]): Tally {
  return { components: 0, text: 0, customIds: new Set(), fileNames };
}

function checkComponent(field: string, value: unknown, allowed: readonly number[], tally: Tally): void {
  const component = fieldsOf(field, value);
  tally.components += 1;
  oneOf(`${field}.type`, component.type, allowed);
  switch (component.type) {
    case 1:
      checkRow(field, component, tally);
      return;
    case 10:
      onlyFields(field, component, ['type', 'id', 'content']);
      lengthBetween(`${field}.content`, component.content, 1, 4000);
      tally.text += String(component.content).length;
      return;
    case 12:
      onlyFields(field, component, ['type', 'id', 'items']);
      checkGallery(field, component, tally.fileNames);
      return;
    case 13:
      onlyFields(field, component, ['type', 'id', 'file', 'spoiler']);
      checkFile(field, component, tally.fileNames);
      return;
    case 14:
      onlyFields(field, component, ['type', 'id', 'divider', 'spacing']);
      oneOf(`${field}.spacing`, component.spacing ?? 1, [1, 2]);
      return;
    default:
      checkContainer(field, component, tally);
  }
}

function checkContainer(field: string, container: Fields, tally: Tally): void {
  onlyFields(field, container, ['type', 'id', 'components', 'accent_color', 'spoiler']);
  lengthBetween(`${field}.components`, container.components, 1, 40);
  const colour = container.accent_color ?? 0;
  if (!Number.isInteger(colour) || Number(colour) < 0 || Number(colour) > 0xffffff) {
    throw invalidForm(
      `${field}.accent_color`,
      'NUMBER_TYPE_MAX',
      'int value should be less than or equal to 16777215.',
    );
  }
  for (const [index, inner] of listOf(`${field}.components`, container.components).entries()) {
    checkComponent(`${field}.components.${index}`, inner, inContainer, tally);
  }
}

function checkRow(field: string, row: Fields, tally: Tally): void {
  onlyFields(field, row, ['type', 'id', 'components']);
  lengthBetween(`${field}.components`, row.components, 1, 5);
  for (const [index, value] of listOf(`${field}.components`, row.components).entries()) {
    tally.components += 1;
    checkButton(`${field}.components.${index}`, fieldsOf(field, value), tally);
  }
}

function checkButton(field: string, button: Fields, tally: Tally): void {
  oneOf(`${field}.type`, button.type, [2]);
  onlyFields(field, button, ['type', 'id', 'style', 'label', 'emoji', 'custom_id', 'url', 'disabled']);
  oneOf(`${field}.style`, button.style, [1, 2, 3, 4, 5]);
  if (button.emoji === undefined) lengthBetween(`${field}.label`, button.label, 1, 80);
  if (button.style === 5) {
    lengthBetween(`${field}.url`, button.url, 1, 512);
    return;
  }
  lengthBetween(`${field}.custom_id`, button.custom_id, 1, 100);
  const id = String(button.custom_id);
  if (tally.customIds.has(id)) {
    throw invalidForm(
      `${field}.custom_id`,
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    );
  }
  tally.customIds.add(id);
}
