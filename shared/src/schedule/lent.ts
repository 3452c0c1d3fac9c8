/** What an agent does while they help another site: their time is worked and paid, and none of this floor's. */
export const LENT = 'lent';
