/**
 * Says on stderr what is going on. On a terminal one line that changes; elsewhere a line when a step begins to be
 * long and one when it ends. `step` has the shape the server's own starters expect.
 */
export function progressOn(stream) {
  let isOver = false;
  const unlessOver = {
    write: (text) => isOver || stream.write(text),
    get columns() {
      return stream.columns;
    },
  };
  const progress = stream.isTTY ? changingLine(unlessOver) : lines(unlessOver);
  return {
    ...progress,
    /** Nothing more is said: what is still under way does not matter any more. */
    end() {
      progress.clear();
      isOver = true;
    },
  };
}

/** Runs the work as a step; one that throws is told as failed. */
export async function during(progress, text, work) {
  const done = progress.step(text);
  try {
    const result = await work();
    done();
    return result;
  } catch (error) {
    done('failed');
    throw error;
  }
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameEveryMs = 100;
const longAfterMs = 2000;

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

function lines(stream) {
  return {
    step(text) {
      const startedAt = performance.now();
      const timer = setTimeout(() => stream.write(`${text} …\n`), longAfterMs);
      timer.unref();
      return (outcome = 'done') => {
        clearTimeout(timer);
        stream.write(`${text}: ${outcome} in ${seconds(startedAt)}\n`);
      };
    },
    clear() {},
  };
}

function changingLine(stream) {
  const open = new Map();
  let timer;
  let frame = 0;
  const draw = () => {
    const texts = [...open].map(([text, startedAt]) => `${text} ${seconds(startedAt)}`);
    const line = `${frames[frame % frames.length]} ${texts.join(' · ')}`.slice(0, (stream.columns || 80) - 1);
    stream.write(`\r\u001b[2K${line}`);
    frame += 1;
  };
  const clear = () => {
    clearInterval(timer);
    timer = undefined;
    stream.write('\r\u001b[2K');
  };
  return {
    step(text) {
      const startedAt = performance.now();
      open.set(text, startedAt);
      if (timer === undefined) {
        timer = setInterval(draw, frameEveryMs);
        timer.unref();
      }
      draw();
      return (outcome = 'done') => {
        open.delete(text);
        clear();
        stream.write(
          `${outcome === 'failed' ? '✗' : '✓'} ${text}${outcome === 'done' ? '' : `: ${outcome}`} (${seconds(startedAt)})\n`,
        );
        if (open.size > 0) {
          timer = setInterval(draw, frameEveryMs);
          timer.unref();
        }
      };
    },
    /** Removes a half-written line, before something else is printed. */
    clear,
  };
}
