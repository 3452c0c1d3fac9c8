import { useMutation } from '@tanstack/react-query';
import type { SurgeOfferRow } from '@floorwalk/shared/surge/rows';
import { answerHelpOffer, answerOffer } from '../../api/surge.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatTimeShort } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { useOpenOffers } from './use-surges.ts';
import './surge.css';

/** What an agent is asked to do, and what of it is in force. */
export function OffersSection() {
  const offers = useOpenOffers();
  return (
    <section aria-labelledby="surge-offers-title">
      <h2 id="surge-offers-title">
        {t('offer.title')}{' '}
        <span className="quiet numeric" {...plain('rows')}>
          {offers.length}
        </span>
      </h2>
      {offers.length === 0 ? (
        <p className="quiet">{t('offer.none')}</p>
      ) : (
        <ul className="surge-offers" aria-label={t('offer.title')}>
          {offers.map((offer) => (
            <Offer key={offer.id} offer={offer} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Offer({ offer }: { readonly offer: SurgeOfferRow }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const travelling = isTravelling(useDeskSearch());
  const site = offer.forSiteName;
  const answering = useMutation({
    mutationFn: async (answer: 'yes' | 'no') => {
      if (site === undefined) await answerOffer(siteId, offer.surgeId, offer.moveId, answer);
      else await answerHelpOffer(siteId, offer.surgeId, offer.agentId, answer);
    },
  });
  const queue = site === undefined ? offer.queueName : `${offer.queueName} (${site})`;
  const time = (at: number) => formatTimeShort(at, zone);
  return (
    <li className="surge-card">
      <strong>
        {t('offer.text', {
          kind: site === undefined ? t(`move-kind.${offer.kind}` as MessageKey) : t('offer.lent'),
          queue,
          from: time(offer.fromAt),
          to: time(offer.toAt),
        })}
      </strong>
      {offer.state === 'active' && <p>{t('offer.in-force', { time: time(offer.toAt) })}</p>}
      {offer.state === 'offered' && offer.answer === 'yes' && <p>{t('offer.said-yes')}</p>}
      {offer.state === 'offered' && offer.answer === 'no' && <p>{t('offer.said-no')}</p>}
      {offer.answer === 'late' && <p>{t('offer.late')}</p>}
      {offer.state === 'offered' && offer.answer === 'open' && (
        <>
          {offer.answerBy !== null && <p className="quiet">{t('offer.until', { time: time(offer.answerBy) })}</p>}
          {travelling ? (
            <p className="quiet">{t('surge.past')}</p>
          ) : (
            <div className="surge-actions">
              <RowButton
                word={t('offer.yes')}
                name={t('offer.yes-named', { queue })}
                tone="primary"
                isBusy={answering.isPending}
                onClick={() => answering.mutate('yes')}
              />
              <RowButton
                word={t('offer.no')}
                name={t('offer.no-named', { queue })}
                isBusy={answering.isPending}
                onClick={() => answering.mutate('no')}
              />
            </div>
          )}
        </>
      )}
      <FormProblem error={answering.error} />
    </li>
  );
}
