/** A package that is part of what the browser runs. */
export type Part = { readonly name: string; readonly version: string; readonly licence: string };

const versions = import.meta.glob<string>('/package.json', { eager: true, import: 'version' });
const dependencies = import.meta.glob<Readonly<Record<string, string>>>('/package.json', {
  eager: true,
  import: 'dependencies',
});
const licences = import.meta.glob<string>(
  ['/node_modules/*/package.json', '/node_modules/@*/*/package.json', '!/node_modules/@floorwalk/**'],
  { eager: true, import: 'license' },
);

/** The version of the client, from its own manifest. */
export const VERSION = Object.values(versions)[0] ?? '';

/** The packages of others that the client depends on, with the licence each had when this was built. */
export const PARTS: readonly Part[] = Object.entries(Object.values(dependencies)[0] ?? {})
  .map(([name, version]) => ({ name, version, licence: licences[`/node_modules/${name}/package.json`] ?? '' }))
  .filter(({ licence }) => licence !== '');
