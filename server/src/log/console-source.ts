/** The source that stands in the log for what people decide in the console. */
export const CONSOLE_SOURCE = 'floorwalk/console';
