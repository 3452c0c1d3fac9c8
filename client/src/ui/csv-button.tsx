import { Download } from 'lucide-react';
import { t } from '../messages/text.ts';
import { saveCsv, type CsvTable } from './save-csv.ts';

/** Saves what a table shows as a file. `table` is asked when it is pressed, so that the file holds that moment. */
export function CsvButton({ name, table }: { readonly name: string; readonly table: () => CsvTable }) {
  return (
    <button
      type="button"
      className="icon-button"
      title={t('csv.save')}
      aria-label={t('csv.save-named', { name })}
      onClick={() => void saveCsv(`${name}.csv`, table())}
    >
      <Download aria-hidden="true" size={14} />
    </button>
  );
}
