import { Worker } from 'node:worker_threads';

/**
 * Runs JavaScript in a thread of its own, so that a load does not share the event loop of what it loads. The code is the body of an async function with
 * `data`, `require` (as from this package) and `tell` (a message to the caller); what it returns is the answer.
 */
export async function inWorker<Answer>(
  code: string,
  data: unknown,
  heard: (message: unknown) => void = () => undefined,
): Promise<Answer> {
  const worker = new Worker(
    `const { workerData, parentPort } = require('node:worker_threads');
     const { createRequire } = require('node:module');
     (async (data, require, tell) => { ${code} })(workerData.data, createRequire(workerData.from), (said) => parentPort.postMessage({ said }))
       .then((answer) => { parentPort.postMessage({ answer }); process.exit(0); });`,
    { eval: true, workerData: { data, from: import.meta.url } },
  );
  return new Promise<Answer>((resolve, reject) => {
    worker.on('message', (message: { answer?: Answer; said?: unknown }) => {
      if ('answer' in message) resolve(message.answer as Answer);
      else heard(message.said);
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('the load ended without an answer')));
  });
}
