import { useSyncExternalStore } from 'react';

/** The address as the pages see it. */
export type Route = { page: 'worklist' } | { page: 'reader'; studyUid: string; session: boolean } | { page: 'admin' } | { page: 'unknown' };

export function parseRoute(pathname: string, search: string): Route {
  if (pathname === '/') return { page: 'worklist' };
  if (/^\/admin\/?$/.test(pathname)) return { page: 'admin' };
  const studyUid = /^\/viewer\/([\d.]+)\/?$/.exec(pathname)?.[1];
  return studyUid ? { page: 'reader', studyUid, session: new URLSearchParams(search).has('session') } : { page: 'unknown' };
}

export const readerPath = (studyUid: string, session = false): string => `/viewer/${studyUid}${session ? '?session=1' : ''}`;

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

export function navigate(path: string): void {
  history.pushState(null, '', path);
  for (const listener of listeners) listener();
}

export function useRoute(): Route {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [pathname, search] = href.split('?');
  return parseRoute(pathname!, search ? `?${search}` : '');
}
