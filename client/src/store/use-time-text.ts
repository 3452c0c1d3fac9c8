import { useLayoutEffect, useRef, type RefObject } from 'react';
import { live } from '../connection/live-session.ts';

/**
 * Text that moves with the shared one-second clock, written straight into the text of its element: dozens of waits grow in every second,
 * and drawing their components for that costs several times as much. The element is given no children by whoever draws it; whatever else
 * `textAt` reads is taken up when the caller is drawn. `textAt` is given the site's time, epoch ms.
 */
export function useTimeText<E extends HTMLElement>(textAt: (now: number) => string): RefObject<E | null> {
  const element = useRef<E>(null);
  useLayoutEffect(() => {
    const write = () => {
      if (element.current) writeText(element.current, textAt(live().now));
    };
    write();
    return live().onTick(write);
  });
  return element;
}

function writeText(element: HTMLElement, text: string): void {
  const { firstChild } = element;
  if (firstChild === null) element.textContent = text;
  else if (firstChild.nodeValue !== text) firstChild.nodeValue = text;
}
