/** The source under which the log tells what was decided about handovers without a person. */
export const HANDOVERS_SOURCE = 'floorwalk/handovers';
