import { expect, it } from 'vitest';
import { asteriskQueueLog } from './asterisk-queue-log.ts';

function translate(lines: string[], pseudonymOf?: (identity: string) => string) {
  const translation = asteriskQueueLog.createTranslation({
    source: 'file',
    ...(pseudonymOf === undefined ? {} : { pseudonymOf }),
  });
  return lines.map((line, index) => translation.line(line, index + 1));
}

/** `type@seconds` of all events but what is configured. */
function story(lines: string[]): string[] {
  return translate(lines)
    .flatMap((line) => (line.kind === 'events' ? line.events : []))
    .filter((event) => !event.type.endsWith('.configured'))
    .map((event) => `${event.type}@${event.time / 1000}`);
}

it('a call waits by the times of its lines, rings before it is answered, and completes', () => {
  expect(
    story([
      '100|c1|sales|NONE|ENTERQUEUE||555|1',
      '105|c1|sales|SIP/1|RINGNOANSWER|3000',
      '110.5|c1|sales|SIP/2|CONNECT|10 |c2|2',
      '130|c1|sales|SIP/2|COMPLETECALLER|10|20|1',
    ]),
  ).toEqual([
    'contact.queued@100',
    'agent.signed-in@102',
    'contact.presented@102',
    'contact.not-answered@105',
    'agent.signed-in@108.5',
    'contact.presented@108.5',
    'contact.answered@110.5',
    'contact.completed@130',
  ]);
});

it('ringing never begins before the call was there', () => {
  expect(story(['100|c1|sales|NONE|ENTERQUEUE||555|1', '101|c1|sales|SIP/1|RINGNOANSWER|15000'])).toContain(
    'contact.presented@100',
  );
});

it('timeouts, empty queues, keys and dropped calls flow out; a hang-up abandons', () => {
  for (const verb of ['EXITWITHTIMEOUT|1|1|9', 'EXITEMPTY|1|1|9', 'EXITWITHKEY|5|1|1|9', 'SYSCOMPAT']) {
    expect(story(['1|c|q|NONE|ENTERQUEUE||', `9|c|q|NONE|${verb}`])).toEqual([
      'contact.queued@1',
      'contact.flowed-out@9',
    ]);
  }
  expect(story(['1|c|q|NONE|ENTERQUEUE||', '9|c|q|NONE|ABANDON|1|1|8'])).toEqual([
    'contact.queued@1',
    'contact.abandoned@9',
  ]);
});

it('all three kinds of transfer end the visit, and a completion after it says nothing more', () => {
  for (const verb of ['TRANSFER|200|ctx|1|2|1', 'BLINDTRANSFER|200|ctx|1|2|1', 'ATTENDEDTRANSFER|BRIDGE|x|1|2|1']) {
    const lines = translate([
      '1|c|q|NONE|ENTERQUEUE||',
      '2|c|q|SIP/1|CONNECT|1|x|1',
      `4|c|q|SIP/1|${verb}`,
      '4|c|q|SIP/1|COMPLETEAGENT|1|2|1',
    ]);
    expect(lines[2]).toMatchObject({ events: [{ type: 'contact.transferred' }] });
    expect(lines[3]).toEqual({ kind: 'ignored', reason: 'COMPLETEAGENT of a call that is ended' });
  }
});

it('a call that enters another queue has left the one before, though the log does not say so', () => {
  expect(
    story([
      '1|c|a|NONE|ENTERQUEUE||',
      '1|c|a|NONE|ENTERQUEUE||',
      '4|c|b|NONE|ENTERQUEUE||',
      '6|c|b|SIP/1|CONNECT|2|x|0',
      '9|c|a|NONE|ENTERQUEUE||',
      '9|c|a|NONE|ABANDON|1|1|0',
    ]).filter((entry) => !entry.startsWith('agent.')),
  ).toEqual([
    'contact.queued@1',
    'contact.flowed-out@4',
    'contact.queued@4',
    'contact.presented@6',
    'contact.answered@6',
    'contact.transferred@9',
    'contact.queued@9',
    'contact.abandoned@9',
  ]);
});

it('a member added while it pauses is not available, and one that keeps only paused queues pauses', () => {
  expect(story(['1|CLI|a|SIP/1|ADDMEMBER|PAUSED', '5|NONE|a|SIP/1|UNPAUSE|'])).toEqual([
    'agent.signed-in@1',
    'agent.state-changed@1',
    'agent.state-changed@5',
  ]);
  const twoQueues = ['1|CLI|a|SIP/1|ADDMEMBER|', '1|CLI|b|SIP/1|ADDMEMBER|', '2|NONE|a|SIP/1|PAUSE|lunch'];
  expect(story([...twoQueues, '3|CLI|b|SIP/1|REMOVEMEMBER|'])).toEqual(['agent.signed-in@1', 'agent.state-changed@3']);
});

it('members come, pause in all their queues, return and go', () => {
  expect(
    story([
      '1|CLI|a|SIP/1|ADDMEMBER|',
      '1|CLI|b|SIP/1|ADDMEMBER|',
      '2|NONE|a|SIP/1|PAUSE|lunch',
      '3|NONE|b|SIP/1|PAUSE|lunch',
      '4|NONE|NONE|SIP/1|UNPAUSEALL|',
      '5|CLI|a|SIP/1|REMOVEMEMBER|',
      '6|CLI|b|SIP/1|REMOVEMEMBER|',
    ]),
  ).toEqual(['agent.signed-in@1', 'agent.state-changed@3', 'agent.state-changed@4', 'agent.signed-out@6']);
});

it('a restart of the switch ends what it held', () => {
  expect(
    story([
      '1|c1|q|NONE|ENTERQUEUE||',
      '1|c2|q|NONE|ENTERQUEUE||',
      '2|c2|q|SIP/1|CONNECT|1|x',
      '9|NONE|NONE|NONE|QUEUESTART|',
    ]).slice(-2),
  ).toEqual(['contact.flowed-out@9', 'contact.completed@9']);
});

it('the number of a caller is never passed on, only what the pseudonym makes of it', () => {
  const line = '1|c1|q|NONE|ENTERQUEUE||4165551212|1';
  expect(JSON.stringify(translate([line]))).not.toContain('4165551212');
  expect(JSON.stringify(translate([line], (number) => `p${number.length}`))).toContain('"customerRef":"p10"');
  expect(JSON.stringify(translate(['1|c1|q|NONE|ENTERQUEUE||anonymous|1'], () => 'p'))).not.toContain('customerRef');
});

it('unknown events and unreadable lines are refused with their reason, known ones without meaning are ignored', () => {
  const lines = translate([
    '1|c|q|NONE|SOMETHINGNEW|',
    'x|c|q|NONE|ABANDON|',
    '1|c|q',
    '1|NONE|NONE|NONE|CONFIGRELOAD|',
    '1||q|NONE|ABANDON|',
  ]);
  expect(lines.map((line) => (line.kind === 'refused' ? line.refusal.reason : line.kind))).toEqual([
    'unknown event',
    'bad time',
    'too few fields',
    'events',
    'empty field',
  ]);
});
