import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { addScreenWords } from '../messages/desk-catalogue.ts';

/** A part of the desk that is fetched when it is first drawn, together with what the screens say. */
export function lazyScreen<Props>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    const [part] = await Promise.all([load(), addScreenWords()]);
    return part;
  });
}
