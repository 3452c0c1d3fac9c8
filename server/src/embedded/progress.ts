/** Where a starter says what it is doing. `start` writes it to stderr; tests collect it or throw it away. */
export interface Progress {
  /** A step that takes a while begins. Call the returned function when it ends; the text replaces the step's own. */
  step(text: string): (outcome?: string) => void;
}

export const silentProgress: Progress = { step: () => () => undefined };
