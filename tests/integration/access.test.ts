import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@floorwalk/server/config';
import { DEFAULT_PREFERENCES } from '@floorwalk/shared/notices/preferences';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_TOKEN, usePeopleApp } from './people-app.ts';

/** Who asks. Each role reaches the whole of site `s`; `elsewhere` administers another site; `cli` is a command on the server's own machine. */
const ASKERS = [
  'supervisor',
  'team-lead',
  'agent',
  'executive',
  'analyst',
  'administrator',
  'kiosk',
  'elsewhere',
  'cli',
] as const;
type Asker = (typeof ASKERS)[number];

const EVERYONE = 'supervisor team-lead agent executive analyst administrator kiosk elsewhere cli';
const ON_SITE = 'supervisor team-lead agent executive analyst administrator kiosk cli';
const ADMINISTRATORS = 'administrator cli';
const ON_CALL = 'supervisor team-lead administrator cli';
const RULE_EDITORS = 'supervisor team-lead analyst administrator cli';
const CONTACT_VIEWERS = 'supervisor team-lead agent analyst administrator cli';
const HANDOFF_VIEWERS = 'supervisor team-lead agent executive analyst administrator cli';
const HANDOFF_WORKERS = 'supervisor team-lead agent administrator cli';
const PEOPLE = 'supervisor team-lead agent executive analyst administrator elsewhere cli';
const PEOPLE_VIEWERS = 'supervisor team-lead analyst administrator cli';
const ESCALATION_ANSWERERS = 'supervisor team-lead agent executive administrator cli';
const STAFFING_VIEWERS = 'supervisor team-lead executive analyst administrator cli';
const ANY_ADMINISTRATOR = 'administrator elsewhere cli';

type Sample = { readonly in: string; readonly url?: string; readonly body?: unknown };

const view = { siteId: 's', name: 'V', address: '/floor', shared: false };

/** Every route with who gets in; the rest are refused with 403, and nobody known with 401. `public` ones ask nobody who they are,
 * `source` ones want the token of a source. */
const TABLE: Record<string, Sample> = {
  'GET /api/v1/session': { in: 'public' },
  'POST /api/v1/setup': { in: 'public' },
  'POST /api/v1/sign-in': { in: 'public' },
  'POST /api/v1/sign-out': { in: 'public' },
  'POST /api/v1/demo-session': { in: 'public' },
  'POST /api/v1/kiosk/pairings': { in: 'public' },
  'POST /api/v1/kiosk/pairings/:id/claim': { in: 'public' },

  'GET /api/v1/people': { in: ANY_ADMINISTRATOR },
  'POST /api/v1/people': { in: ANY_ADMINISTRATOR },
  'PATCH /api/v1/people/:id': { in: ANY_ADMINISTRATOR, body: { name: 'X' } },
  'DELETE /api/v1/people/:id': { in: ANY_ADMINISTRATOR },
  'GET /api/v1/audit': { in: ANY_ADMINISTRATOR },
  'POST /api/v1/password': {
    in: 'supervisor team-lead agent executive analyst administrator elsewhere',
    body: { currentPassword: 'not the right one', newPassword: 'another good password' },
  },

  'GET /api/v1/sites': { in: EVERYONE },
  'GET /api/v1/sites/:site/live': { in: ON_SITE },
  'GET /api/v1/sites/:site/intervals': { in: 'supervisor team-lead executive analyst administrator cli' },
  'GET /api/v1/sites/:site/contacts/:id/timeline': { in: 'supervisor team-lead agent analyst administrator cli' },
  'GET /api/v1/sites/:site/agents/:id/timeline': { in: 'supervisor team-lead agent analyst administrator cli' },
  'GET /api/v1/sites/:site/events': { in: ADMINISTRATORS },
  'GET /api/v1/sites/:site/refused': { in: ADMINISTRATORS },
  'POST /api/v1/sites/:site/configure': { in: ADMINISTRATORS },
  'GET /api/v1/sites/:site/sources': { in: ADMINISTRATORS },
  'POST /api/v1/sites/:site/sources': { in: ADMINISTRATORS },
  'DELETE /api/v1/sites/:site/sources/:id': { in: ADMINISTRATORS },

  'GET /api/v1/sites/:site/alert-rules': { in: ON_SITE },
  'PUT /api/v1/sites/:site/alert-rules/:id': { in: RULE_EDITORS },
  'DELETE /api/v1/sites/:site/alert-rules/:id': { in: RULE_EDITORS },
  'POST /api/v1/sites/:site/alert-rules/preview': { in: RULE_EDITORS },
  'GET /api/v1/sites/:site/alert-windows': { in: ON_SITE },
  'PUT /api/v1/sites/:site/alert-windows/:id': { in: RULE_EDITORS },
  'DELETE /api/v1/sites/:site/alert-windows/:id': { in: RULE_EDITORS },
  'GET /api/v1/sites/:site/alerts': { in: ON_SITE },
  'GET /api/v1/sites/:site/alerts/explain': { in: ON_SITE },
  'POST /api/v1/sites/:site/alerts/:id/acknowledge': { in: ON_CALL },
  'POST /api/v1/sites/:site/alert-silences': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/alert-silences/:id': { in: ON_CALL },
  'POST /api/v1/sites/:site/alert-backtests': { in: RULE_EDITORS },
  'GET /api/v1/sites/:site/alert-backtests/:id': { in: RULE_EDITORS },

  'GET /api/v1/sites/:site/my-notices': { in: ON_SITE },
  'POST /api/v1/sites/:site/my-notices/mark': { in: ON_SITE },
  'GET /api/v1/sites/:site/notice-deliveries': { in: ON_SITE },
  'POST /api/v1/sites/:site/notice-deliveries/:id/retry': { in: ADMINISTRATORS },
  'GET /api/v1/sites/:site/notice-channels': { in: ADMINISTRATORS },
  'POST /api/v1/sites/:site/notice-channels': { in: ADMINISTRATORS },
  'PUT /api/v1/sites/:site/notice-channels/:id': { in: ADMINISTRATORS },
  'DELETE /api/v1/sites/:site/notice-channels/:id': { in: ADMINISTRATORS },
  'POST /api/v1/sites/:site/notice-channels/:id/test': { in: ADMINISTRATORS },
  'GET /api/v1/notice-preferences': { in: PEOPLE },
  'PUT /api/v1/notice-preferences': { in: PEOPLE, body: DEFAULT_PREFERENCES },
  'PUT /api/v1/notice-language': { in: PEOPLE, body: { language: 'en' } },
  'POST /api/v1/notice-push': {
    in: PEOPLE,
    body: { endpoint: 'https://push.example/x', keys: { p256dh: 'p'.repeat(87), auth: 'a'.repeat(22) } },
  },
  'DELETE /api/v1/notice-push': { in: PEOPLE },

  'GET /api/v1/sites/:site/departments': { in: HANDOFF_VIEWERS },
  'PUT /api/v1/sites/:site/departments/:id': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/departments/:id': { in: ON_CALL },
  'PUT /api/v1/sites/:site/departments/:id/agreements/:to': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/departments/:id/agreements/:to': { in: ON_CALL },
  'GET /api/v1/sites/:site/handoff-owners': { in: HANDOFF_WORKERS },
  'GET /api/v1/sites/:site/handoff-attainment': { in: 'supervisor team-lead executive analyst administrator cli' },
  'GET /api/v1/sites/:site/handoffs': { in: HANDOFF_VIEWERS },
  'POST /api/v1/sites/:site/handoffs': { in: HANDOFF_WORKERS },
  'GET /api/v1/sites/:site/handoffs/:id': { in: HANDOFF_VIEWERS },
  'GET /api/v1/sites/:site/handoffs/:id/clock': { in: HANDOFF_VIEWERS },
  'POST /api/v1/sites/:site/handoffs/:id/accept': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/assign': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/pause': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/resume': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/ask-documents': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/documents': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/return': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/send-again': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/complete': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/cancel': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handoffs/:id/notes': { in: HANDOFF_WORKERS },

  'GET /api/v1/schemas/handover-package.json': { in: 'public' },
  'GET /api/v1/bot-sessions/:session/owner': { in: 'source' },
  'GET /api/v1/sites/:site/handovers': { in: CONTACT_VIEWERS },
  'POST /api/v1/sites/:site/handovers': { in: HANDOFF_WORKERS },
  'GET /api/v1/sites/:site/handovers/:id/package': { in: CONTACT_VIEWERS },
  'POST /api/v1/sites/:site/handovers/:id/accept': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handovers/:id/decline': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handovers/:id/hand-back': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/handovers/:id/complete': { in: HANDOFF_WORKERS },
  'GET /api/v1/sites/:site/bot-sessions/:session/package': { in: CONTACT_VIEWERS },
  'GET /api/v1/sites/:site/bot-sessions/:session/owner': { in: CONTACT_VIEWERS },
  'GET /api/v1/sites/:site/handover-policies/:bot': { in: ON_SITE },
  'PUT /api/v1/sites/:site/handover-policies/:bot': { in: RULE_EDITORS },
  'GET /api/v1/sites/:site/bots/:bot/figures': { in: ON_SITE },
  'PUT /api/v1/sites/:site/bot-topics/:id': { in: RULE_EDITORS },

  'GET /api/v1/sites/:site/escalations': { in: ESCALATION_ANSWERERS },
  'GET /api/v1/sites/:site/escalations/:id': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations/:id/acknowledge': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations/:id/reassign': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations/:id/snooze': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations/:id/resolve': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations/:id/note': { in: ESCALATION_ANSWERERS },
  'POST /api/v1/sites/:site/escalations/:id/war-room': { in: ESCALATION_ANSWERERS },
  'GET /api/v1/sites/:site/escalation-experts': { in: PEOPLE_VIEWERS },
  'GET /api/v1/sites/:site/escalation-policies': { in: PEOPLE_VIEWERS },
  'GET /api/v1/sites/:site/escalation-policies/:id/path': { in: PEOPLE_VIEWERS },
  'PUT /api/v1/sites/:site/escalation-policies/:id': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/escalation-policies/:id': { in: ON_CALL },
  'GET /api/v1/sites/:site/escalation-matrix': { in: PEOPLE_VIEWERS },
  'PUT /api/v1/sites/:site/escalation-matrix': { in: ON_CALL },
  'GET /api/v1/sites/:site/escalation-targets': { in: PEOPLE_VIEWERS },
  'GET /api/v1/sites/:site/on-call': { in: PEOPLE_VIEWERS },
  'PUT /api/v1/sites/:site/on-call/:id': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/on-call/:id': { in: ON_CALL },
  'POST /api/v1/sites/:site/on-call/:id/overrides': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/on-call/:id/overrides/:override': { in: ON_CALL },
  'GET /api/v1/sites/:site/forecasts/accuracy': { in: STAFFING_VIEWERS },
  'GET /api/v1/sites/:site/forecast-calendar': { in: STAFFING_VIEWERS },
  'PUT /api/v1/sites/:site/forecast-calendar/:id': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/forecast-calendar/:id': { in: ON_CALL },
  'GET /api/v1/sites/:site/queue-requirements': { in: STAFFING_VIEWERS },
  'PUT /api/v1/sites/:site/queue-requirements/:queue': { in: ON_CALL },
  'GET /api/v1/sites/:site/forecasts': { in: STAFFING_VIEWERS },
  'GET /api/v1/sites/:site/forecasts/published': { in: STAFFING_VIEWERS },
  'POST /api/v1/sites/:site/forecasts': { in: ON_CALL },
  'DELETE /api/v1/sites/:site/forecasts/learning': { in: ON_CALL },
  'POST /api/v1/sites/:site/history-imports/preview': { in: ON_CALL },
  'POST /api/v1/sites/:site/history-imports': { in: ON_CALL },
  'GET /api/v1/sites/:site/history-imports': { in: STAFFING_VIEWERS },
  'GET /api/v1/sites/:site/investigations': { in: STAFFING_VIEWERS },
  'POST /api/v1/sites/:site/investigations/:id/close': { in: ON_CALL },
  'GET /api/v1/sites/:site/schedules': { in: STAFFING_VIEWERS },
  'PUT /api/v1/sites/:site/schedules/:agent/:date': { in: ON_CALL },
  'PUT /api/v1/sites/:site/schedules': { in: ON_CALL },
  'PUT /api/v1/sites/:site/agents/:agent/skills': { in: ON_CALL },
  'POST /api/v1/sites/:site/schedule-exceptions': { in: ON_SITE },
  'POST /api/v1/sites/:site/schedule-exceptions/:id/decide': { in: ON_CALL },
  'POST /api/v1/sites/:site/schedules/import': { in: ON_CALL },
  'GET /api/v1/sites/:site/staffing/day': { in: STAFFING_VIEWERS },
  'GET /api/v1/sites/:site/capacity-review': { in: 'supervisor team-lead executive analyst administrator cli' },
  'GET /api/v1/sites/:site/adherence': { in: PEOPLE_VIEWERS },
  'PUT /api/v1/sites/:site/schedule-activities/:id': { in: ON_CALL },
  'PUT /api/v1/sites/:site/queue-staffing/:queue': { in: ON_CALL },
  'PUT /api/v1/sites/:site/adherence-settings': { in: ON_CALL },

  'GET /api/v1/views': { in: ON_SITE, url: '/api/v1/views?site=s' },
  'POST /api/v1/views': { in: 'supervisor team-lead agent executive analyst administrator cli', body: view },
  'PATCH /api/v1/views/:id': {
    in: 'supervisor team-lead agent executive analyst administrator elsewhere cli',
    body: { name: 'X' },
  },
  'DELETE /api/v1/views/:id': { in: 'supervisor team-lead agent executive analyst administrator elsewhere cli' },
  'GET /api/v1/boards': {
    in: 'supervisor team-lead agent executive analyst administrator cli',
    url: '/api/v1/boards?site=s',
  },
  'GET /api/v1/boards/:id': { in: EVERYONE, url: '/api/v1/boards/default%3As' },
  'POST /api/v1/boards': { in: 'supervisor team-lead analyst administrator elsewhere cli' },
  'PUT /api/v1/boards/:id': { in: 'supervisor team-lead analyst administrator elsewhere cli' },
  'DELETE /api/v1/boards/:id': { in: 'supervisor team-lead analyst administrator elsewhere cli' },
  'GET /api/v1/kiosk': { in: 'kiosk' },
  'GET /api/v1/kiosks': { in: 'supervisor team-lead administrator cli', url: '/api/v1/kiosks?site=s' },
  'POST /api/v1/kiosks': { in: 'supervisor team-lead administrator elsewhere cli' },
  'DELETE /api/v1/kiosks/:id': { in: 'supervisor team-lead administrator elsewhere cli' },
  'GET /api/v1/sites/:site/surges': { in: 'supervisor team-lead executive analyst administrator cli' },
  'POST /api/v1/sites/:site/surge-plans': { in: ON_CALL },
  'POST /api/v1/sites/:site/surges': { in: ON_CALL },
  'POST /api/v1/sites/:site/surges/:id/request': { in: ON_CALL },
  'POST /api/v1/sites/:site/surges/:id/approve': { in: 'supervisor administrator cli' },
  'POST /api/v1/sites/:site/surges/:id/decline': { in: 'supervisor administrator cli' },
  'POST /api/v1/sites/:site/surges/:id/cancel': { in: ON_CALL },
  'POST /api/v1/sites/:site/surges/:id/offers/:move/answer': { in: HANDOFF_WORKERS },
  'POST /api/v1/sites/:site/surge-helps/:id/answer': { in: 'supervisor administrator cli' },
  'GET /api/v1/sites/:site/surge-helps/:id/candidates': { in: 'supervisor administrator cli' },
  'POST /api/v1/sites/:site/surge-helps/:id/agents/:agent/answer': { in: HANDOFF_WORKERS },
  'GET /api/v1/sites/:site/surge-policy': { in: 'supervisor team-lead executive analyst administrator cli' },
  'PUT /api/v1/sites/:site/surge-policy': { in: 'supervisor administrator cli' },
  'POST /api/v1/sites/:site/simulations': { in: 'supervisor team-lead executive analyst administrator cli' },
  'GET /api/v1/sites/:site/simulations': { in: 'supervisor team-lead executive analyst administrator cli' },
  'GET /api/v1/sites/:site/simulations/:id': { in: 'supervisor team-lead executive analyst administrator cli' },
  'DELETE /api/v1/sites/:site/simulations/:id': { in: 'supervisor team-lead executive analyst administrator cli' },
  'POST /api/v1/maths/erlang': { in: EVERYONE },
  'POST /api/v1/maths/staffing': { in: EVERYONE },
  'POST /api/v1/maths/ewt': { in: EVERYONE },
  'POST /api/v1/maths/simulate': { in: EVERYONE },
  'POST /api/v1/maths/self-service': { in: EVERYONE },
  'POST /api/v1/maths/hire-ramp': { in: EVERYONE },
};

describe('who may ask what', () => {
  const it1 = usePeopleApp();
  const proofs = new Map<Asker, string>();

  beforeAll(async () => {
    await it1.services.log.append('s', [
      { id: '1', source: 'x', type: 'agent.signed-in', time: Date.now() - 1000, data: { agentId: 'a', teamId: 't' } },
    ]);
    for (const role of ['supervisor', 'team-lead', 'agent', 'executive', 'analyst', 'administrator'] as const) {
      const scope = { siteId: 's', ...(role === 'agent' && { agentId: 'a' }) };
      // oxlint-disable-next-line no-await-in-loop -- few
      proofs.set(role, (await it1.person(`${role}@example.com`, [{ role, scope }])).cookie);
    }
    const grants = [{ role: 'administrator', scope: { siteId: 'elsewhere' } }];
    proofs.set('elsewhere', (await it1.person('elsewhere@example.com', grants)).cookie);
    proofs.set('cli', LOCAL_TOKEN);
    const pairing = (await it1.ask('POST', '/api/v1/kiosk/pairings', {})).body;
    const screen = { code: pairing['code'], boardId: 'default:s', name: 'TV' };
    await it1.ask('POST', '/api/v1/kiosks', { as: LOCAL_TOKEN, body: screen });
    const claim = `/api/v1/kiosk/pairings/${String(pairing['pairingId'])}/claim`;
    const claimed = await it1.ask('POST', claim, { body: { secret: pairing['secret'] } });
    proofs.set('kiosk', String(claimed.body['token']));
  });

  const routes = () => it1.decided.filter(({ method }) => method !== 'HEAD');

  it('every route of every module stands in the table, and nothing else does', () => {
    expect(
      routes()
        .map(({ method, url }) => `${method} ${url}`)
        .toSorted(),
    ).toEqual(Object.keys(TABLE).toSorted());
  });

  it('docs/rest-api.md lists every route', () => {
    const text = readFileSync(join(projectRoot, 'docs', 'rest-api.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([A-Z]+ \/api\/v1\/[^`]+)`/gm)].map((match) => match[1] ?? '');
    expect(listed.toSorted()).toEqual([...Object.keys(TABLE), 'POST /api/v1/events'].toSorted());
  });

  it('asking for the headers alone needs the same right as asking for the whole', () => {
    for (const head of it1.decided.filter(({ method }) => method === 'HEAD')) {
      const whole = it1.decided.find(({ method, url }) => method === 'GET' && url === head.url);
      expect(head.access, head.url).toEqual(whole?.access);
    }
  });

  for (const [route, sample] of Object.entries(TABLE)) {
    const [method = '', url = ''] = route.split(' ');
    const path = sample.url ?? url.replace(':site', 's').replace(':id', 'x');
    const status = async (as: string | undefined) => (await it1.ask(method, path, { as, body: sample.body })).status;

    if (sample.in === 'public') {
      it(`${route} is open to everybody`, async () => {
        expect([401, 403]).not.toContain(await status(undefined));
      });
      continue;
    }
    if (sample.in === 'source') {
      it(`${route} wants the token of a source, and lets in nobody else`, async () => {
        for (const asker of [undefined, ...ASKERS]) {
          // oxlint-disable-next-line no-await-in-loop -- the answers must not mix
          expect(await status(asker === undefined ? undefined : proofs.get(asker)), asker ?? 'nobody').toBe(401);
        }
      });
      continue;
    }
    it(`${route} lets in ${sample.in}`, async () => {
      expect(await status(undefined), 'nobody').toBe(401);
      const refused: Asker[] = [];
      for (const asker of ASKERS) {
        // oxlint-disable-next-line no-await-in-loop -- the answers must not mix
        const answered = await status(proofs.get(asker));
        expect(answered, `${asker} is known`).not.toBe(401);
        expect(answered, asker).toBeLessThan(500);
        if (answered === 403) refused.push(asker);
      }
      expect(refused).toEqual(ASKERS.filter((asker) => !sample.in.split(' ').includes(asker)));
    });
  }
});
