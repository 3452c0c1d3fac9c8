import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LoadingPage } from './waiting-pages.tsx';

/**
 * Goes to another address in place of this one, once per address. (The router's own component goes again whenever it is drawn, and going
 * draws it.)
 */
export function Go({ to }: { readonly to: string }) {
  const { history } = useRouter();
  useEffect(() => history.replace(to), [history, to]);
  return <LoadingPage />;
}
