/** Where a starter says what it is doing. `start` writes it to stderr; tests collect it or throw it away. */
export interface Progress {
  /** A step that takes a while begins. Call the returned function when it ends; the text replaces the step's own. */
  step(text: string): (outcome?: string) => void;
}

export const silentProgress: Progress = { step: () => () => undefined };

/** Runs the work as a step; one that throws is told as failed. */
export async function during<T>(progress: Progress, text: string, work: () => Promise<T>): Promise<T> {
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
