import { createContext, useContext } from 'react';
import type { Feature } from './feature.ts';

const FeaturesContext = createContext<readonly Feature[]>([]);

/** Hands the list of features to the slots below, so that neither the shell's parts nor the features import it. */
export const FeaturesProvider = FeaturesContext.Provider;

export function useFeatures(): readonly Feature[] {
  return useContext(FeaturesContext);
}
