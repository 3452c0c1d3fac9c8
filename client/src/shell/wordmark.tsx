import { t } from '../messages/text.ts';

export function Wordmark() {
  return (
    <span className="wordmark">
      <img src="/favicon.svg" alt="" width={28} height={28} />
      {t('app.name')}
    </span>
  );
}
