import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { SelfServiceRequest } from '@floorwalk/shared/api/what-if';
import { hireRamp, hiresNeeded } from '@floorwalk/shared/capacity/hire-ramp';
import { HireRampRequest } from '@floorwalk/shared/api/capacity';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { planOf } from '@floorwalk/shared/simulation/plan';
import { Scenario } from '@floorwalk/shared/simulation/scenario';
import { requiredServers, type RequiredServersInput } from '@floorwalk/shared/staffing/required-servers';
import { waitForPlace } from '@floorwalk/shared/staffing/wait-for-place';
import { compareSegments } from '@floorwalk/shared/what-if/compare-segments';
import { answerErlangCase } from '../../cli/erlang-case.ts';
import { simulateInWorker } from '../../cli/simulate-in-worker.ts';
import { badField } from '../../auth/http-problem.ts';
import { refusingInput } from './refusing-input.ts';

const tags = ['maths'];
const signedIn = { config: { access: 'signed-in' } } as const;
const MAX_CASES = 10_000;
/** Contacts of a scenario that is answered at once; larger ones go to `/sites/{site}/simulations`. */
const MAX_CONTACTS_AT_ONCE = 2_000_000;

const number = (description: string) => Type.Optional(Type.Number({ description }));
const strict = { additionalProperties: false } as const;

const ErlangInput = Type.Object(
  {
    servers: Type.Number({ description: 'agents; any number from 0' }),
    erlangs: number('offered load; or calls, intervalSec and ahtSec'),
    calls: number('contacts in the interval'),
    intervalSec: number('length of the interval'),
    ahtSec: number('mean handle time; C and A'),
    targetSec: number('the wait that still counts as in time; C and A'),
    patienceSec: number('mean patience; A'),
  },
  strict,
);
const ErlangCase = Type.Object(
  {
    id: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Number()])),
    model: Type.Union([Type.Literal('B'), Type.Literal('C'), Type.Literal('A')]),
    input: ErlangInput,
  },
  strict,
);

const StaffingInput = Type.Object(
  {
    calls: Type.Number({ description: 'contacts expected in the interval' }),
    intervalSec: Type.Number(),
    ahtSec: Type.Number(),
    patienceSec: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    targetSec: Type.Number(),
    targetSL: Type.Number({ description: 'share to answer within the target, above 0 and below 1' }),
    serviceLevel: Type.Optional(
      Type.Union([Type.Literal('slOffered'), Type.Literal('slAnswered'), Type.Literal('slExclShortAbandons')]),
    ),
    maxOccupancy: number('highest share of time on contacts'),
    maxAbandon: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    shrinkage: number('paid time not on contacts, 0 up to but not including 1'),
    minimumServers: number('agents kept whatever the load'),
  },
  strict,
);
const WaitInput = Type.Object(
  {
    aheadInQueue: Type.Number({ description: 'contacts waiting ahead' }),
    servers: Type.Number(),
    ahtSec: Type.Number(),
    patienceSec: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  },
  strict,
);

/** The formulas of the command line over REST: the same fields in and out. What no formula can be asked about is refused with its pointer. */
export function mathsRoutes(app: FastifyInstance): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/maths/erlang',
    {
      ...signedIn,
      schema: {
        tags,
        summary: 'Erlang B, C or A: one case or an array of cases, as `floorwalk erlang --json`',
        body: Type.Union([ErlangCase, Type.Array(ErlangCase, { minItems: 1, maxItems: MAX_CASES })]),
        response: { 200: Type.Unknown({ description: '{ id, output } for each case; a wait without end is null' }) },
      },
    },
    async (request) => {
      const { body } = request;
      const isMany = Array.isArray(body);
      const answers = (isMany ? body : [body]).map(({ id, model, input }, index) => ({
        id: id ?? index + 1,
        output: refusingInput(isMany ? `/${index}/input` : '/input', () =>
          answerErlangCase({ id, model, input: { ...input } }),
        ),
      }));
      return isMany ? answers : answers[0];
    },
  );

  typed.post(
    '/api/v1/maths/staffing',
    {
      ...signedIn,
      schema: {
        tags,
        summary: 'The agents a service target needs, as `floorwalk staffing --json`',
        body: StaffingInput,
        response: { 200: Type.Unknown() },
      },
    },
    async (request) => refusingInput('', () => requiredServers(request.body as RequiredServersInput)),
  );

  typed.post(
    '/api/v1/maths/ewt',
    {
      ...signedIn,
      schema: {
        tags,
        summary: 'The wait of the next contact as a distribution, as `floorwalk ewt --json`',
        body: WaitInput,
        response: { 200: Type.Unknown() },
      },
    },
    async (request) =>
      refusingInput('', () => waitForPlace({ ...request.body, patienceSec: request.body.patienceSec ?? null })),
  );

  typed.post(
    '/api/v1/maths/simulate',
    {
      ...signedIn,
      schema: {
        tags,
        summary: 'A small scenario lived through at once, as `floorwalk simulate --json`',
        body: Scenario,
        response: { 200: Type.Unknown() },
      },
    },
    async (request, reply) => {
      const scenario = request.body;
      refusingInput('', () => planOf(scenario));
      const contacts =
        (scenario.replications ?? 20) *
        scenario.queues.reduce((sum, queue) => sum + queue.arrivals.reduce((a, b) => a + b, 0), 0);
      if (contacts > MAX_CONTACTS_AT_ONCE)
        throw badField(
          '/queues',
          `This is ${Math.round(contacts)} contacts; more than ${MAX_CONTACTS_AT_ONCE} run in the background, at /api/v1/sites/{site}/simulations.`,
        );
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort(new Error('nobody waits for it any more')));
      try {
        return await simulateInWorker(scenario, () => undefined, gone.signal);
      } catch (error) {
        if (error instanceof InputError) throw badField(`/${error.field}`, error.message);
        throw error;
      }
    },
  );

  typed.post(
    '/api/v1/maths/self-service',
    {
      ...signedIn,
      schema: {
        tags,
        summary: 'Self-service against live agents by segment: handovers, agents and cost as they are and as tried',
        body: SelfServiceRequest,
        response: { 200: Type.Unknown() },
      },
    },
    async (request) => refusingInput('', () => compareSegments(request.body)),
  );

  typed.post(
    '/api/v1/maths/hire-ramp',
    {
      ...signedIn,
      schema: {
        tags,
        summary: 'A ramp of hires against what is required, week by week: cohorts, learning, attrition',
        body: HireRampRequest,
        response: { 200: Type.Unknown() },
      },
    },
    async (request) => {
      const { needed, ...plan } = request.body;
      return {
        weeks: hireRamp(plan),
        hiresNeeded: needed === undefined ? null : hiresNeeded(plan, needed.startsWeek, needed.readyWeek),
      };
    },
  );
}
