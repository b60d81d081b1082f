import type { Severity } from '../../../core/finding.ts';
import type { Json } from '../../../core/text/json.ts';
import { visibleLine } from '../../../core/text/visible-text.ts';
import { seenJson } from './answer-json.ts';
import type { FormatName } from './format.ts';
import { jsonText } from './json-text.ts';
import { type JunitSuite, junitReport, junitSuite } from './junit.ts';
import { markdownAnswer } from './markdown.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { addSamples, type PrometheusSamples, prometheusReport } from './prometheus.ts';
import type { Seen } from './seen.ts';
import {
  byWorst,
  cellsOf,
  countsLine,
  countsOf,
  type Row,
  rowOf,
  type TableSheet,
  tableOfRows,
  toneOf,
} from './summary-table.ts';

/** What is printed of many targets: something after each, and the rest at the end. Keeps no diagnosis. */
export type ManyWriter = {
  seen(one: Seen): string;
  /** `missed`: those that were not looked at when it was stopped. */
  end(missed: readonly string[]): string;
};

export type ManyOptions = Omit<TableSheet, 'now'> & {
  readonly failuresFrom: Severity;
  readonly now: () => Date;
};

export function manyWriter(format: FormatName, options: ManyOptions): ManyWriter {
  switch (format) {
    case 'table':
      return tableWriter(options);
    case 'json':
      return jsonWriter(options);
    case 'ndjson':
      return { seen: (one) => `${jsonText(seenJson(one))}\n`, end: () => '' };
    case 'junit':
      return junitWriter(options);
    case 'markdown':
      return markdownWriter(options);
    case 'prometheus':
      return prometheusWriter();
  }
}

function tableWriter(options: ManyOptions): ManyWriter {
  const rows: Row[] = [];
  return {
    seen(one) {
      rows.push(rowOf(one));
      return '';
    },
    end(missed) {
      const sheet = { ...options, now: options.now() };
      const lines = [
        ...tableOfRows(rows.toSorted(byWorst), sheet),
        '',
        countsLine(rows, sheet),
        ...missedLines(missed),
      ];
      return lines.map((line) => `${line}\n`).join('');
    },
  };
}

function jsonWriter({ now }: ManyOptions): ManyWriter {
  const looks: { row: Row; json: Json }[] = [];
  return {
    seen(one) {
      looks.push({ row: rowOf(one), json: seenJson(one) });
      return '';
    },
    end(missed) {
      const rows = looks.map(({ row }) => row);
      const sorted = looks.toSorted((one, other) => byWorst(one.row, other.row)).map(({ json }) => json);
      const whole = { at: now().toISOString(), counts: countsOf(rows), missed, looks: sorted };
      return `${jsonText(whole, 2)}\n`;
    },
  };
}

function junitWriter({ failuresFrom }: ManyOptions): ManyWriter {
  const suites: { row: Row; suite: JunitSuite }[] = [];
  return {
    seen(one) {
      suites.push({ row: rowOf(one), suite: junitSuite(one, { failuresFrom }) });
      return '';
    },
    end: () =>
      junitReport(suites.toSorted((one, other) => byWorst(one.row, other.row)).map(({ suite }) => suite)),
  };
}

function prometheusWriter(): ManyWriter {
  const samples: PrometheusSamples = new Map();
  return {
    seen(one) {
      addSamples(samples, one);
      return '';
    },
    end: () => prometheusReport(samples),
  };
}

function markdownWriter({ zone, now }: ManyOptions): ManyWriter {
  const seen: { row: Row; text: string | null }[] = [];
  return {
    seen(one) {
      // Of what is well the row says all there is.
      const text =
        toneOf(one) === 'good' ? null : markdownAnswer(one.message, { zone, now: now(), level: 3 });
      seen.push({ row: rowOf(one), text });
      return '';
    },
    end(missed) {
      const at = now();
      const sorted = seen.toSorted((one, other) => byWorst(one.row, other.row));
      const rows = sorted.map(({ row }) => row);
      const lines = [
        `## ${markdownText(countsLine(rows, { zone, now: at }))}`,
        '',
        ...markdownTable(
          ['target', 'state', 'cause', 'ends', 'took'],
          rows.map((row) => cellsOf(row, at).map(markdownText)),
        ),
        ...missedLines(missed).flatMap((line) => ['', markdownText(line)]),
      ];
      return (
        [...lines, ''].join('\n') + sorted.map(({ text }) => (text === null ? '' : `\n${text}`)).join('')
      );
    },
  };
}

function missedLines(missed: readonly string[]): readonly string[] {
  if (missed.length === 0) return [];
  const few = missed.slice(0, 5).map(visibleLine).join(', ');
  const more = missed.length > 5 ? ` and ${missed.length - 5} more` : '';
  return [`Stopped before it looked at ${few}${more}.`];
}
