import type { ContactRow } from '@floorwalk/shared/floor/rows';
import type { ContactPhase } from '@floorwalk/shared/floor/contact-phase';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useNow } from '../../store/use-now.ts';
import { useDerived, useRow, useRowValue } from '../../store/use-row.ts';
import { same } from '../../store/same.ts';
import { formatDuration } from '../../ui/format.ts';

const MOST_SHOWN = 40;
const WAITS: Record<ContactPhase, boolean> = {
  new: false,
  waiting: true,
  presented: true,
  'serving-early': false,
  'served-early': false,
  connecting: false,
  talking: false,
  'on-hold': false,
  'after-contact-work': false,
  ended: false,
};

/** The contacts of a queue: those who wait, the longest first, and those being served. */
export function QueueContacts({ queueId }: { readonly queueId: string }) {
  const contacts = useDerived(
    ['contacts'],
    () =>
      [...live().store.tables.contacts.rows()]
        .filter((contact) => contact.queueId === queueId)
        .sort((left, right) => (left.queuedAt ?? left.since) - (right.queuedAt ?? right.since)),
    same,
    queueId,
    500,
  );
  const leftOut = useRowValue('sites', useSiteId(), (site) => site.contactsLeftOutCount) ?? 0;
  const waiting = contacts.filter((contact) => WAITS[contact.phase]);
  const served = contacts.filter((contact) => !WAITS[contact.phase]);
  return (
    <>
      <ContactList
        id="waiting-title"
        title={t('floor.waiting-contacts', { count: waiting.length })}
        contacts={waiting}
        empty={t('floor.nobody-waits')}
      />
      <ContactList
        id="served-title"
        title={t('floor.served-contacts', { count: served.length })}
        contacts={served}
        empty={t('floor.nobody-served')}
      />
      {leftOut > 0 && (
        <p className="form-problem" {...plain('rows')}>
          {t('floor.contacts-left-out', { count: leftOut })}
        </p>
      )}
    </>
  );
}

type ListProps = {
  readonly id: string;
  readonly title: string;
  readonly contacts: readonly ContactRow[];
  readonly empty: string;
};

function ContactList({ id, title, contacts, empty }: ListProps) {
  return (
    <section aria-labelledby={id}>
      <h3 id={id} {...plain('rows')}>
        {title}
      </h3>
      {contacts.length === 0 && <p className="quiet">{empty}</p>}
      <ul className="line-list">
        {contacts.slice(0, MOST_SHOWN).map((contact) => (
          <ContactLine key={contact.id} contact={contact} />
        ))}
      </ul>
      {contacts.length > MOST_SHOWN && (
        <p className="quiet" {...plain('rows')}>
          {t('list.more', { count: contacts.length - MOST_SHOWN })}
        </p>
      )}
    </section>
  );
}

function ContactLine({ contact }: { readonly contact: ContactRow }) {
  const now = useNow();
  const { openPanel } = useDeskActions();
  const agent = useRow('agents', contact.agentId);
  const waits = WAITS[contact.phase];
  const told = [
    contact.tier,
    contact.language,
    contact.priority === null ? null : `P${contact.priority}`,
    ...contact.tags,
  ];
  return (
    <li>
      <button
        type="button"
        className="link-button ellipsis"
        {...plain('named')}
        onClick={() => openPanel('contact', contact.id)}
      >
        {contact.customerRef ?? contact.id}
      </button>
      <span className="quiet ellipsis" {...plain('said')}>
        {[waits ? null : t(`phase.${contact.phase}` as MessageKey), agent?.name, ...told].filter(Boolean).join(' · ')}
      </span>
      <Figure figure={waits ? 'contact-wait' : 'contact-time-in-phase'} of={contact.customerRef ?? contact.id}>
        {formatDuration(now - (waits ? (contact.queuedAt ?? contact.since) : contact.since))}
      </Figure>
    </li>
  );
}
