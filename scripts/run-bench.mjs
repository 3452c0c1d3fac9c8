import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { PlainError, prepare, root, runLogged } from './prepare.mjs';
import { during, progressOn } from './progress.mjs';

const sources = join(root, 'tests', 'bench');
const built = join(root, 'tests', 'dist', 'bench-run', 'bench');
const ending = '.bench.ts';
/** A bench that takes longer is ended: it hangs. */
const limitMs = { full: 300_000, quick: 90_000 };
const killAfterMs = 5_000;
/** `gc` is for measuring what is held. */
const nodeFlags = ['--expose-gc', '--enable-source-maps'];

const usage = `npm run bench [-- [--quick] [name…]]
Measures, and prints one line of JSON per figure on stdout and a summary on stderr.
  name      benches to run, for example fold ingest; without any all of them
  --quick   shorter runs, rougher figures
  --list    the names, and nothing else`;

/** Runs every tests/bench/<name>.bench.ts in a process of its own, one after the other. It fails when one breaks, never for a figure. */
export async function run(args) {
  const progress = progressOn(process.stderr);
  try {
    const options = readArguments(args);
    if (options.help) return console.error(usage);
    if (options.list) return console.log(options.names.join('\n'));
    const { clientReady } = await prepare(progress, { client: true });
    // Most benches need no console; those that do will say so.
    await clientReady.catch((error) => console.error(error.message));
    await compile(progress);
    const results = [];
    for (const name of options.names) results.push(await measure(name, options.quick, progress));
    progress.clear();
    console.error(summary(results, options.quick));
    if (results.some((result) => result.failure !== undefined)) process.exitCode = 1;
  } catch (error) {
    progress.clear();
    console.error(error instanceof PlainError ? error.message : error.stack);
    process.exitCode = 1;
  }
}

function readArguments(args) {
  const known = readdirSync(sources)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted();
  const flags = new Set(args.filter((arg) => arg.startsWith('-')));
  const names = args.filter((arg) => !arg.startsWith('-'));
  for (const flag of flags)
    if (!['--quick', '--list', '--help', '-h'].includes(flag)) throw new PlainError(`${flag} is no option.\n${usage}`);
  for (const name of names)
    if (!known.includes(name)) throw new PlainError(`There is no bench ${name}; there are ${known.join(', ')}.`);
  return {
    quick: flags.has('--quick'),
    list: flags.has('--list'),
    help: flags.has('--help') || flags.has('-h'),
    names: names.length > 0 ? names : known,
  };
}

async function compile(progress) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const config = join(root, 'tests', 'tsconfig.bench.json');
  await during(progress, 'Compiling the benches', async () => {
    const { code, logFile } = await runLogged(process.execPath, [tsc, '-p', config], 'bench-build');
    // Types that do not fit are for the tests to find; what compiled can still be measured.
    if (code !== 0 && !existsSync(built))
      throw new PlainError(`The benches could not be compiled (details: ${logFile}).`);
  });
}

/** One bench in a process of its own, so that none measures the heap and the compiled code of another. */
async function measure(name, quick, progress) {
  const startedAt = performance.now();
  const figures = [];
  let failure;
  await during(
    progress,
    `Measuring ${name}`,
    () =>
      new Promise((settle) => {
        const child = fork(
          join(root, 'scripts', 'bench-child.mjs'),
          [join(built, `${name}.bench.js`), quick ? 'quick' : 'full'],
          {
            execArgv: nodeFlags,
            // What a bench says is no figure: stdout is for these alone.
            stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
          },
        );
        const stop = () => {
          failure ??= 'it was ended: it took too long';
          child.kill('SIGTERM');
          setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
        };
        const timer = setTimeout(stop, quick ? limitMs.quick : limitMs.full);
        child.on('message', (message) => {
          if ('failure' in message) failure = message.failure;
          else figures.push(tell(message.figure));
        });
        child.on('error', (error) => (failure = error.message));
        child.on('exit', (code, signal) => {
          clearTimeout(timer);
          if (code !== 0) failure ??= `it ended with ${signal ?? code}`;
          settle();
        });
      }),
  );
  return { name, figures, failure, seconds: (performance.now() - startedAt) / 1000 };
}

function tell(figure) {
  const { value, baseline } = figure;
  const ratio = figure.ratio ?? (baseline === undefined || baseline === 0 ? undefined : significant(value / baseline));
  const line = { ...figure, value: significant(value), baseline: baseline && significant(baseline), ratio };
  console.log(JSON.stringify(line));
  return line;
}

/** Four digits: no figure of a bench knows more. */
function significant(value) {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}

function summary(results, quick) {
  const rows = results.flatMap(({ figures }) =>
    figures.map((figure) => [
      figure.name,
      `${readable(figure.value)} ${figure.unit}`,
      figure.goal === undefined ? '' : `goal ${figure.goal}`,
      figure.met === undefined ? '' : figure.met ? 'met' : 'MISSED',
      figure.baseline === undefined
        ? ''
        : `${readable(figure.ratio)} × ${figure.baselineName ?? 'baseline'} (${readable(figure.baseline)})`,
    ]),
  );
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const failures = results.filter((result) => result.failure).map(({ name, failure }) => `${name} failed: ${failure}`);
  const seconds = Math.round(results.reduce((sum, result) => sum + result.seconds, 0));
  const machine = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}, Node ${process.versions.node}`;
  const goals = results.flatMap(({ figures }) => figures).filter((figure) => figure.met !== undefined);
  const met = goals.filter((figure) => figure.met).length;
  return [
    '',
    ...table,
    ...failures,
    `${goals.length} goals, ${met} met; ${seconds} s${quick ? ' (quick)' : ''} on ${machine}`,
  ].join('\n');
}

function readable(value) {
  if (value === undefined) return '?';
  return Math.abs(value) >= 10_000 ? Math.round(value).toLocaleString('en') : String(significant(value));
}
