import { Component, type ErrorInfo, type ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { NoticeScreen } from './notice-screen.tsx';
import { reloadBounded } from './use-watchdog.ts';

const RELOAD_AFTER_MS = 10_000;

/** A board that breaks says so and starts itself again, as often as the watchdog lets it. */
export class TvErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
    setTimeout(reloadBounded, RELOAD_AFTER_MS);
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <NoticeScreen title={t('tv.broken.title')} text={t('tv.broken.text')} />;
  }
}
