/** Things that ended, in the order in which that was told, each with the time of its end (epoch ms): a line that is served from the front. */
export type EndingLine<T> = { things: T[]; times: number[]; served: number };

/** So many served places are kept before the line is moved up. */
const MOVED_UP_BY = 1_024;

export function createEndingLine<T>(): EndingLine<T> {
  return { things: [], times: [], served: 0 };
}

export function joinLine<T>(line: EndingLine<T>, thing: T, time: number): void {
  line.things.push(thing);
  line.times.push(time);
}

/** Takes those from the front that ended before `horizon`, up to the first that did not. */
export function serveLine<T>(line: EndingLine<T>, horizon: number, serve: (thing: T) => void): void {
  const { things, times } = line;
  while (line.served < things.length && (times[line.served] as number) < horizon) {
    serve(things[line.served] as T); // served is within the line
    line.served++;
  }
  if (line.served < MOVED_UP_BY) return;
  line.things = things.slice(line.served);
  line.times = times.slice(line.served);
  line.served = 0;
}

/** Who stands in the line, from the front. */
export function inLine<T>(line: EndingLine<T>): (readonly [thing: T, time: number])[] {
  return line.things.slice(line.served).map((thing, index) => [thing, line.times[line.served + index] as number]); // as long
}
