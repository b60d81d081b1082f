import type { CommandServices } from '../../../src/core/services.ts';
import { withAlarms } from '../../../src/monitor/alarms/of-endpoint.ts';
import { lookAt } from '../../../src/monitor/looking/look.ts';
import { rowBatches } from '../../../src/monitor/rows-where.ts';
import { alarmServices } from '../../../src/services/commands/alarm-services.ts';
import { auditServices } from '../../../src/services/commands/audit-services.ts';
import { ruleServices } from '../../../src/services/commands/rule-services.ts';
import { memoryServices } from '../commanding.ts';
import type { WatchStage } from '../watch-stage.ts';

/** What a command works with, over the real store of a stage and its clock. */
export function stageServices({ store: opened, now, diagnose }: WatchStage): CommandServices {
  const store = async () => opened;
  const look: CommandServices['watchList']['look'] = (endpoint, signal) =>
    lookAt(endpoint, { store: opened, diagnose, now, signal });
  return memoryServices({
    now,
    alarms: alarmServices({ store, now, hooks: {}, look }),
    rules: ruleServices({ store, now, hooks: {} }),
    audit: auditServices(store, now),
    watchList: {
      add: (endpoint) => opened.endpoints.add(endpoint, now()),
      find: (target) => opened.endpoints.find(target),
      change: (id, change) => opened.endpoints.change(id, change),
      changeAll: (ids, change) =>
        withAlarms(ids, () => opened.endpoints.changeAll(ids, change), { store: opened, now }),
      remove: (id) => opened.endpoints.remove(id),
      list: () => opened.endpoints.rows(now()),
      batches: () => rowBatches(opened, now()),
      look,
    },
  });
}
