import { pathToFileURL } from 'node:url';

/** Measures one built bench and tells its parent the figures. */
const [file, length] = process.argv.slice(2);
try {
  const { figures } = await import(pathToFileURL(file).href);
  for (const figure of await figures({ quick: length === 'quick' })) process.send({ figure });
  // A bench may leave something open; its figures are told.
  process.disconnect();
  process.exit(0);
} catch (error) {
  console.error(error);
  process.send({ failure: error.sentence ?? error.message }, () => process.exit(1));
}
