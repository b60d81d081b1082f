import { expect, it, onTestFinished } from 'vitest';
import { readEnvironment } from '../../src/config.ts';
import { misspeltSettings } from '../../src/settings/misspelt.ts';
import { settings } from '../../src/settings.ts';

const names = Object.keys(settings.shape);

it.each([
  ['SWEEP_INTERVALL', 'SWEEP_INTERVAL'],
  ['SWEEP_INTERVL', 'SWEEP_INTERVAL'],
  ['SWEEP_INTERVEL', 'SWEEP_INTERVAL'],
  ['SWEEP_INTERAVL', 'SWEEP_INTERVAL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['ALLOWED_NETWORK', 'ALLOWED_NETWORKS'],
])('%s is told to mean %s', (name, meant) => {
  expect(misspeltSettings([name], names)).toEqual([{ name, meant }]);
});

it('leaves alone what is read, its files, and what other programs have', () => {
  const others = ['PATH', 'PORTS', 'HOSTNAME', 'XDG_DATA_DIRS', 'DATABASE_URL_2', 'SLACK_TOKEN', 'DISCORD'];
  const files = names.map((name) => `${name}_FILE`);
  expect(misspeltSettings([...names, ...files, ...others], names)).toEqual([]);
});

it('is said at the start, by name and never with the value', () => {
  process.env.SWEEP_INTERVALL = 'planted';
  onTestFinished(() => void delete process.env.SWEEP_INTERVALL);
  const said: string[] = [];
  readEnvironment((sentence) => said.push(sentence));
  expect(said).toEqual(['SWEEP_INTERVALL is no setting, so it was not read. Was SWEEP_INTERVAL meant?']);
});
