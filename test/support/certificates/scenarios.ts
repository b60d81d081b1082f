/**
 * One forged chain per row of the catalogue of bad servers:
 *
 *     const { chain, key, anchorsPem, host } = forgeScenario('missing-intermediate', { issuerUrl });
 *     await using server = await startTlsServer({ chain, key });
 *
 * End-to-end tests pass `{ now: new Date() }`, all others keep the fixed clock.
 */
import { chainScenarios } from './chain-scenarios.ts';
import { leafScenarios } from './leaf-scenarios.ts';
import type { Scenario, ScenarioOptions } from './scenario.ts';

const all = { ...leafScenarios, ...chainScenarios };

export type ScenarioName = keyof typeof all;

export const scenarioNames = Object.keys(all) as readonly ScenarioName[];

export function forgeScenario(name: ScenarioName, options: ScenarioOptions = {}): Scenario {
  return all[name](options);
}
