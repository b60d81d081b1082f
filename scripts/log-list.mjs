// Makes src/pki/ct/log-list-data.json from a log list in Chrome's schema v3: a file or a URL. Without --out it replaces
// the bundled one:
//
//     node scripts/log-list.mjs https://www.gstatic.com/ct/log_list/v3/log_list.json
//
// Of each log it keeps what verifying needs. Logs whose certificates have all ended drop out of the published list; those
// of the list replaced stay here, so that a certificate of last year can still be read. Whatever else dropped out goes.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readLogList } from '../src/pki/ct/log-list.ts';

const bundled = new URL('../src/pki/ct/log-list-data.json', import.meta.url);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, source: { type: 'string', multiple: true } },
});
const [from] = positionals;
if (from === undefined) throw new Error('Name the log list: a file or an https URL.');

const text = /^https:/.test(from) ? await fetchText(from) : readFileSync(from, 'utf8');
// Refuses what the program itself would refuse.
readLogList(text);
const published = JSON.parse(text);
const before = JSON.parse(readFileSync(bundled, 'utf8'));
const date = published.log_list_timestamp;
const operators = published.operators.map((operator) => ({
  name: operator.name,
  logs: (operator.logs ?? []).map(needed),
  tiled_logs: (operator.tiled_logs ?? []).map(needed),
}));
const known = new Set(operators.flatMap((one) => [...one.logs, ...one.tiled_logs]).map((log) => log.log_id));
for (const operator of before.operators) {
  for (const kind of ['logs', 'tiled_logs']) {
    const ended = operator[kind].filter((log) => !known.has(log.log_id) && endedBy(log, date));
    if (ended.length === 0) continue;
    let now = operators.find((one) => one.name === operator.name);
    if (now === undefined) {
      now = { name: operator.name, logs: [], tiled_logs: [] };
      operators.push(now);
    }
    now[kind].push(...ended);
  }
}
const sources = values.source ?? published.sources ?? [from];
writeFileSync(values.out ?? bundled, written({ version: published.version, date, sources, operators }));

function needed({
  description,
  monitoring_url,
  log_id,
  key,
  mmd,
  state,
  temporal_interval,
  previous_operators,
}) {
  const [name, at] = Object.entries(state ?? {})[0] ?? [];
  return {
    description: description ?? monitoring_url,
    log_id,
    key,
    mmd,
    ...(name === undefined ? {} : { state: { [name]: { timestamp: at.timestamp } } }),
    ...(temporal_interval === undefined ? {} : { temporal_interval }),
    ...(previous_operators === undefined ? {} : { previous_operators }),
  };
}

function endedBy({ temporal_interval }, moment) {
  return temporal_interval !== undefined && temporal_interval.end_exclusive <= moment;
}

async function fetchText(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.text();
}

/** One log a line: a change of the list is then a change of few lines. */
function written({ version, date, sources, operators }) {
  const list = (items, indent) => items.map((item) => `\n${indent}${JSON.stringify(item)}`).join(',');
  const parts = operators.map(
    ({ name, logs, tiled_logs }) =>
      `\n    {\n      "name": ${JSON.stringify(name)},\n      "logs": [${list(logs, '        ')}],\n      "tiled_logs": [${list(tiled_logs, '        ')}]\n    }`,
  );
  return `{\n  "version": ${JSON.stringify(version)},\n  "log_list_timestamp": ${JSON.stringify(date)},\n  "sources": [${list(sources, '    ')}],\n  "operators": [${parts.join(',')}]\n}\n`;
}
