/** The source that stands in the log for what the ledger of notices says. */
export const NOTICES_SOURCE = 'floorwalk/notices';
