import { checkNumber } from '@floorwalk/shared/numeric/check-number';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { erlangA } from '@floorwalk/shared/staffing/erlang-a';
import { erlangB } from '@floorwalk/shared/staffing/erlang-b';
import { erlangC } from '@floorwalk/shared/staffing/erlang-c';
import { MAX_SECONDS } from '@floorwalk/shared/staffing/limits';
import type { JsonCase } from './json-cases.ts';

/**
 * The answer of Erlang B, C or A to one case. Inputs: `servers`, and the load as `erlangs` or as `calls`, `intervalSec` and
 * `ahtSec`; C and A also `ahtSec` and `targetSec`, A also `patienceSec`. Throws InputError.
 */
export function answerErlangCase({ model, input }: JsonCase): object {
  const name = modelOf(model);
  const servers = number('servers', input['servers']);
  const erlangs = loadOf(input);
  switch (name) {
    case 'B':
      return erlangB({ servers, erlangs });
    case 'C': {
      const ahtSec = number('ahtSec', input['ahtSec']);
      const { offeredUtilisation: _, ...output } = erlangC({
        servers,
        erlangs,
        ahtSec,
        targetSec: number('targetSec', input['targetSec']),
      });
      return output;
    }
    case 'A':
      return erlangA({
        servers,
        erlangs,
        ahtSec: number('ahtSec', input['ahtSec']),
        patienceSec: number('patienceSec', input['patienceSec']),
        targetSec: number('targetSec', input['targetSec']),
      });
  }
}

function modelOf(model: unknown): 'B' | 'C' | 'A' {
  const name =
    typeof model === 'string'
      ? model
          .trim()
          .replace(/^erlang\s*/i, '')
          .toUpperCase()
      : undefined;
  if (name === 'B' || name === 'C' || name === 'A') return name;
  throw new InputError('model', model === undefined ? 'is missing (B, C or A)' : 'must be B, C or A');
}

function number(field: string, value: unknown): number {
  return checkNumber(field, value);
}

/** `erlangs` where it is given, else calls × mean handle time ÷ interval; both given must agree. */
function loadOf(input: Record<string, unknown>): number {
  const given = input['erlangs'];
  if (given !== undefined && given !== null && input['calls'] === undefined) return number('erlangs', given);
  if (given === undefined && input['calls'] === undefined) {
    throw new InputError('erlangs', 'is missing, and so is calls: the load is given by one of them');
  }
  const calls = checkNumber('calls', input['calls'], { atLeast: 0 });
  const intervalSec = checkNumber('intervalSec', input['intervalSec'], { above: 0, atMost: MAX_SECONDS });
  const ahtSec = checkNumber('ahtSec', input['ahtSec'], { above: 0, atMost: MAX_SECONDS });
  const computed = (calls * ahtSec) / intervalSec;
  if (given === undefined || given === null) return computed;
  const erlangs = number('erlangs', given);
  if (Math.abs(erlangs - computed) > 1e-6 * Math.max(erlangs, computed)) {
    throw new InputError('erlangs', `is ${erlangs}, but calls × ahtSec ÷ intervalSec is ${computed}`);
  }
  return erlangs;
}
