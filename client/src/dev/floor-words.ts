/** Words that made-up queues, people and bots are named with. */

export const QUEUE_WORDS = [
  'Billing',
  'Orders',
  'Claims',
  'Support',
  'Sales',
  'Returns',
  'Delivery',
  'Technical',
  'Renewals',
  'Contracts',
];
export const QUEUE_KINDS = [
  '',
  ' VIP',
  ' DE',
  ' UK',
  ' chat',
  ' email',
  ' night',
  ' business',
  ' complaints',
  ' level 2',
];
export const FIRST = [
  'Ana',
  'Ben',
  'Cleo',
  'Dov',
  'Eva',
  'Finn',
  'Gil',
  'Hana',
  'Ivo',
  'Jana',
  'Kai',
  'Lea',
  'Mia',
  'Noa',
  'Omar',
  'Pia',
];
export const LAST = [
  'Adler',
  'Brandt',
  'Cohen',
  'Dietz',
  'Ehrlich',
  'Fischer',
  'Galli',
  'Haas',
  'Ivers',
  'Jung',
  'Keller',
  'Lang',
];
export const REASONS = ['Break', 'Training', 'Meeting', 'Lunch'];
export const BOTS = ['Orders', 'Invoices', 'Password', 'Delivery', 'Returns', 'Contracts'];
