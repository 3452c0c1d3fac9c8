/** A Chromium to drive: the one named, else the system's, else the registry's; undefined when there is none. */
export function findChromium(named: string | undefined): Promise<string | undefined>;
