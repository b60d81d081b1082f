import { UserError } from '../core/errors.ts';
import { targetOfModule } from './blackbox-modules.ts';
import { type Collected, collect, type RawEntry } from './entry.ts';
import { labelsOf, parseLabels } from './labels.ts';
import { readTrees, type Tree, textIn, textsIn, valueAt } from './yaml-tree.ts';

/** What a scrape job says of all its targets. */
type Job = {
  readonly name: string | null;
  readonly module: string | null;
  /** It asks a blackbox exporter; else it scrapes its targets. */
  readonly isProbe: boolean;
  readonly scheme: string;
};

const noJob: Job = { name: null, module: null, isProbe: true, scheme: 'http' };

/** A file for `file_sd_configs` (JSON or YAML), or a whole prometheus.yml. Returns what there is to remark. */
export function readPrometheus(text: string, into: Collected): readonly string[] {
  const { trees, mistakes } = readTrees(text);
  const lines = text.split(/\r\n|\r|\n/);
  const [mistake] = mistakes;
  if (mistake !== undefined) {
    // What a parser makes of the rest may be anything.
    const { line, why } = mistake;
    const source = (lines[line - 1] ?? '').trim();
    into.problems.push({ line, source, why: `${why}. Because of this nothing else in it was read.` });
    return [];
  }
  return trees.flatMap((tree) => {
    if (tree.kind === 'list') {
      for (const group of tree.items) readGroup(group, noJob, into);
      return [];
    }
    const jobs = valueAt(tree, 'scrape_configs');
    return jobs?.kind === 'list' ? jobs.items.flatMap((job) => readJob(job, into)) : [];
  });
}

function readJob(tree: Tree, into: Collected): readonly string[] {
  const job = jobFrom(tree);
  const groups = valueAt(tree, 'static_configs');
  if (groups?.kind === 'list') for (const group of groups.items) readGroup(group, job, into);
  if (tree.kind !== 'map') return [];
  const elsewhere = tree.entries.filter(({ key }) => key.endsWith('_sd_configs')).map(({ key }) => key);
  return elsewhere.map(
    (key) =>
      `The job ${job.name ?? 'without a name'} has targets in ${key}, which a file cannot show. Import those files by themselves.`,
  );
}

function jobFrom(tree: Tree): Job {
  const textAt = (of: Tree | null, key: string) => {
    const value = of === null ? null : valueAt(of, key);
    if (value?.kind === 'list') return value.items[0]?.kind === 'text' ? value.items[0].text : null;
    return value?.kind === 'text' ? value.text : null;
  };
  const module = textAt(valueAt(tree, 'params'), 'module');
  const path = textAt(tree, 'metrics_path');
  return {
    name: textAt(tree, 'job_name'),
    module,
    isProbe: module !== null || path?.startsWith('/probe') === true,
    scheme: textAt(tree, 'scheme') ?? 'http',
  };
}

function readGroup(group: Tree, job: Job, into: Collected): void {
  const targets = valueAt(group, 'targets');
  if (targets?.kind !== 'list') {
    into.problems.push({
      line: group.line,
      source: '',
      why: 'A group of targets is wanted: {"targets": ["https://api.example.org"], "labels": {"team": "payments"}}.',
    });
    return;
  }
  for (const target of targets.items) {
    const source = target.kind === 'text' ? target.text : '';
    collect(into, { line: target.line, source }, () =>
      rawFrom(textIn(target, 'A target'), valueAt(group, 'labels'), job),
    );
  }
}

/** Labels that begin with two underscores are Prometheus's own; `__notafter_` are what an export of ours added. */
function rawFrom(target: string, labels: Tree | null, job: Job): RawEntry {
  const given = new Map(
    labels?.kind === 'map'
      ? labels.entries.map(({ key, value }) => [key, textIn(value, `The label ${key}`)])
      : [],
  );
  const ours = (key: string) => given.get(`__notafter_${key}`);
  const further = ours('labels');
  const owners = ours('owners');
  const named = {
    ...(ours('channel') === undefined ? {} : { channel: ours('channel') ?? '' }),
    ...(ours('address') === undefined ? {} : { address: ours('address') ?? '' }),
    ...(ours('client') === undefined ? {} : { client: ours('client') ?? '' }),
    ...(owners === undefined ? {} : { owners: textsIn({ kind: 'text', line: 0, text: owners }, 'owners') }),
  };
  const kept = [...given].filter(([key]) => !key.startsWith('__'));
  const jobLabel = job.name === null || given.has('job') ? [] : [['job', job.name] as const];
  return {
    target:
      ours('scheme') === undefined ? targetFrom(target, given, job) : `${ours('scheme')}://${bare(target)}`,
    ...named,
    labels: labelsOf([
      ...jobLabel,
      ...kept,
      ...(further === undefined ? [] : Object.entries(parseLabels(further))),
    ]),
  };
}

function targetFrom(target: string, given: ReadonlyMap<string, string>, job: Job): string {
  const module = given.get('__param_module') ?? given.get('module') ?? job.module;
  const meant = given.get('__param_target') ?? target;
  if (job.isProbe) return targetOfModule(meant, module);
  const scheme = given.get('__scheme__') ?? job.scheme;
  if (scheme === 'https') return `https://${meant}`;
  throw new UserError(
    `The job ${job.name ?? ''} scrapes ${meant} over plain HTTP: there is no certificate to watch.`,
  );
}

function bare(target: string): string {
  return target.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
}
