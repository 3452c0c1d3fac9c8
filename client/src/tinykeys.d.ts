/** The package's own typings are not reachable through its `exports`. */
declare module 'tinykeys' {
  export function tinykeys(
    target: Window | HTMLElement,
    bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>,
    options?: { readonly timeout?: number; readonly event?: 'keydown' | 'keyup'; readonly capture?: boolean },
  ): () => void;
}
