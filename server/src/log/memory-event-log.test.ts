import { describeEventLog } from './event-log-contract.ts';
import { MemoryEventLog } from './memory-event-log.ts';

describeEventLog('the log in memory', (now) => Promise.resolve(new MemoryEventLog({ now })));
