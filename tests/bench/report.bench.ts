import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { createReport } from '@floorwalk/shared/report/report';
import { anonymousBank } from '@floorwalk/shared/translate/anonymous-bank';
import { sharedMaterial } from '../kit/shared-material.ts';
import { cpuMicroseconds, type BenchFigure, type BenchOptions } from './bench-figure.ts';

/** A month of a real call centre into half hours by queue, from the text of its file to the rows. Without the file there is nothing to measure. */
export function figures(options: BenchOptions = {}): Promise<BenchFigure[]> {
  const file = sharedMaterial('data/anonymous-bank/february1999.txt.gz');
  if (file === undefined) {
    process.stderr.write('report: skipped, ../shared/data is not here\n');
    return Promise.resolve([]);
  }
  const text = gunzipSync(readFileSync(file)).toString();
  const runs = options.quick === true ? 2 : 5;
  const reportUs: number[] = [];
  const splitUs: number[] = [];
  let rows = 0;
  for (let run = 0; run < runs; run++) {
    splitUs.push(cpuMicroseconds(() => void text.split('\n').map((line) => line.split('\t'))));
    reportUs.push(cpuMicroseconds(() => (rows = monthOf(text))));
  }
  // The first run compiles; it is what someone who reports one file waits for.
  const first = (reportUs[0] ?? 0) / 1e6;
  return Promise.resolve([
    {
      name: 'report.february',
      value: first,
      unit: `s of processor time for ${rows} rows, the first time`,
      baseline: (splitUs[0] ?? 0) / 1e6,
      baselineName: 'splitting the same lines at their tabs',
      goal: '<= 3',
      met: first <= 3,
    },
    {
      name: 'report.february-again',
      value: Math.min(...reportUs) / 1e6,
      unit: 's of processor time, once compiled',
      baseline: Math.min(...splitUs) / 1e6,
      baselineName: 'splitting the same lines at their tabs',
    },
  ]);
}

function monthOf(text: string): number {
  const translation = anonymousBank.createTranslation({ source: 'february' });
  const events: NewEvent[] = [];
  text.split('\n').forEach((line, index) => {
    const translated = translation.line(line, index + 1);
    if (translated.kind === 'events') events.push(...translated.events);
  });
  events.push(...translation.end());
  events.sort((a, b) => a.time - b.time);
  const report = createReport({ every: '30m', by: 'queue', attribution: 'offered' });
  events.forEach((event, index) => {
    report.fold({ ...event, position: index + 1, recordedAt: event.time });
  });
  return report.rows().length;
}
