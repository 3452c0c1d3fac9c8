/** A table as it goes into a file: a header, and cells as plain numbers and words. `null` is an empty cell. */
export type CsvTable = {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

/** The table as CSV (RFC 4180). A text that a spreadsheet would take for a formula is led by an apostrophe. */
export async function toCsvText({ header, rows }: CsvTable): Promise<string> {
  // Fetched when it is needed: hardly anyone saves a file in the first second.
  const { stringify } = await import('csv-stringify/browser/esm/sync');
  return stringify([[...header], ...rows.map((row) => [...row])], {
    escape_formulas: true,
    bom: true,
    cast: { number: String },
  });
}

/** Hands the table to the browser as a file to keep. */
export async function saveCsv(name: string, table: CsvTable): Promise<void> {
  const address = URL.createObjectURL(new Blob([await toCsvText(table)], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
