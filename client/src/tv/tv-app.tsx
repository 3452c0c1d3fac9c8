import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Board } from '@floorwalk/shared/api/settings';
import { installLiveSession } from '../connection/live-session.ts';
import { createSocketTransport } from '../connection/socket-transport.ts';
import { t } from '../messages/text.ts';
import { BoardScreen } from './board-screen.tsx';
import { forgetKiosk, keepBoard, keepKiosk, readBoard, readKiosk, type KioskMemory } from './device-memory.ts';
import { fetchScreenBoard } from './kiosk-api.ts';
import { NoticeScreen } from './notice-screen.tsx';
import { PairingScreen } from './pairing-screen.tsx';

/** What the address asks for: a board by name, or whatever this screen is paired with. */
export type Address = { readonly kind: 'board'; readonly boardId: string } | { readonly kind: 'paired' };

export function readAddress(path: string): Address {
  const match = /^\/w\/([^/]+)\/?$/.exec(path);
  return match?.[1] === undefined ? { kind: 'paired' } : { kind: 'board', boardId: decodeURIComponent(match[1]) };
}

/** The whole TV: pairing, a board, or the reason why there is none. Never a login page. */
export function TvApp({ address }: { readonly address: Address }): ReactNode {
  const [kiosk, setKiosk] = useState<KioskMemory | null>(readKiosk);
  const [revoked, setRevoked] = useState(false);
  const paired = useCallback((given: KioskMemory) => {
    keepKiosk(given);
    setRevoked(false);
    setKiosk(given);
  }, []);
  const removed = useCallback(() => {
    forgetKiosk();
    setKiosk(null);
    setRevoked(true);
  }, []);

  if (address.kind === 'board') {
    const own = kiosk?.boardId === address.boardId ? kiosk : null;
    return own === null && revoked ? (
      <PairingScreen revoked onPaired={paired} />
    ) : (
      <OneBoard key={own?.token ?? ''} boardId={address.boardId} token={own?.token} onRemoved={removed} />
    );
  }
  return kiosk === null ? (
    <PairingScreen revoked={revoked} onPaired={paired} />
  ) : (
    <OneBoard key={kiosk.token} boardId={kiosk.boardId} token={kiosk.token} onRemoved={removed} />
  );
}

const ASK_EVERY_MS = 20_000;
const ASK_AGAIN_MS = 4000;

type Found = Board | 'opening' | 'not-signed-in' | 'forbidden' | 'no-board' | 'unreachable';

/** One board, asked for now and then so that a change of its layout, or a revoked screen, shows. */
function OneBoard({
  boardId,
  token,
  onRemoved,
}: {
  readonly boardId: string;
  readonly token: string | undefined;
  readonly onRemoved: () => void;
}): ReactNode {
  const [found, setFound] = useState<Found>(() => readBoard(boardId) ?? 'opening');
  const [live] = useState(() => {
    const session = installLiveSession(createSocketTransport(token === undefined ? {} : { token }));
    session.setFrequency('1s');
    return session;
  });

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      const answer = await fetchScreenBoard(boardId, token, abort.signal);
      if (abort.signal.aborted) return;
      if (answer.kind === 'board') {
        keepBoard(answer.board);
        setFound((before) =>
          typeof before !== 'string' && before.id === answer.board.id && before.updatedAt === answer.board.updatedAt
            ? before
            : answer.board,
        );
      } else if (answer.kind === 'not-signed-in' && token !== undefined) {
        onRemoved();
        return;
      } else if (answer.kind === 'unreachable') {
        setFound((before) => (typeof before === 'string' ? 'unreachable' : before));
      } else {
        setFound(answer.kind);
      }
      timer = setTimeout(() => void ask(), answer.kind === 'board' ? ASK_EVERY_MS : ASK_AGAIN_MS);
    };
    live.start();
    const stopStatus = live.sync.onStatus(() => {
      if (live.sync.status.signedOut !== null) void ask();
    });
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      stopStatus();
      live.stop();
    };
  }, [boardId, token, live, onRemoved]);

  if (typeof found !== 'string') return <BoardScreen board={found} />;
  switch (found) {
    case 'opening':
      return <NoticeScreen title={t('tv.opening')} />;
    case 'unreachable':
      return <NoticeScreen title={t('tv.unreachable.title')} text={t('tv.unreachable.text')} />;
    case 'no-board':
      return (
        <NoticeScreen
          title={t('tv.no-board.title')}
          text={t('tv.no-board.text')}
          links={[{ href: '/tv', text: t('tv.pair-instead') }]}
        />
      );
    case 'forbidden':
      return <NoticeScreen title={t('tv.forbidden.title')} text={t('tv.forbidden.text')} />;
    case 'not-signed-in':
      return (
        <NoticeScreen
          title={t('tv.signed-out.title')}
          text={t('tv.signed-out.text')}
          links={[
            { href: '/tv', text: t('tv.pair-instead') },
            { href: '/', text: t('tv.open-desk') },
          ]}
        />
      );
  }
}
