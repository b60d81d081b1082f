import { visibleLine } from '../core/text/visible-text.ts';
import { type Html, html } from './html.ts';

/**
 * A table that folds into one block per row on a narrow screen. The roles are written out because folding by
 * `display: block` takes them away.
 */
export function tableHtml(columns: readonly string[], rows: readonly (readonly string[])[]): Html {
  const names = columns.map(visibleLine);
  return html`<table role="table">
    <thead role="rowgroup"><tr role="row">${names.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
    <tbody role="rowgroup">${rows.map((row) => rowHtml(names, row))}</tbody>
  </table>`;
}

function rowHtml(names: readonly string[], row: readonly string[]): Html {
  const cells = row.map(
    (cell, position) =>
      html`<td role="cell" data-column="${names[position] ?? ''}">${visibleLine(cell)}</td>`,
  );
  return html`<tr role="row">${cells}</tr>`;
}
