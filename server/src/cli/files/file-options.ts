import { isZone } from '@floorwalk/shared/kit/zone';
import type { Translator } from '@floorwalk/shared/translate/translator';
import { translators } from '@floorwalk/shared/translate/translators';
import { CliError } from '../cli-error.ts';

/** What `--format` names. */
export function translatorNamed(name: string): Translator {
  const translator = Object.hasOwn(translators, name) ? translators[name] : undefined;
  if (translator !== undefined) return translator;
  throw new CliError(`--format is ${JSON.stringify(name)}`, { remedy: `use ${Object.keys(translators).join(', ')}` });
}

/** The text of `--help` for `--format`. */
export const formatHelp = `what the file is: ${Object.values(translators)
  .map((translator) => `${translator.name} (${translator.description})`)
  .join('; ')}`;

/** An IANA zone, or the given one when absent. */
export function zoneNamed(zone: string | undefined, otherwise: string): string {
  if (zone === undefined) return otherwise;
  if (isZone(zone)) return zone;
  throw new CliError(`--zone is ${JSON.stringify(zone)}`, { remedy: 'use an IANA name such as Europe/Berlin' });
}
