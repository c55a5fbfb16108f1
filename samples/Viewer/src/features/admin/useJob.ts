import { useCallback, useEffect, useState } from 'react';
import { serverApi } from '../../app/services';
import type { Job } from './types';

const pollInterval = 500;

/** A long job of the server: what it says of itself, asked again while it runs. */
export function useJob<T extends Job>(path: string): { state: T | undefined; error: string | undefined; start(): void } {
  const [state, setState] = useState<T>();
  const [error, setError] = useState<string>();
  const running = state?.running ?? false;
  const look = useCallback(() => serverApi.get<T>(path).then(setState), [path]);

  useEffect(() => {
    // A run that somebody else began is shown too.
    look().catch(() => undefined);
  }, [look]);
  useEffect(() => {
    if (!running) return;
    const timer = window.setInterval(() => void look().catch(() => undefined), pollInterval);
    return () => window.clearInterval(timer);
  }, [running, look]);

  const start = () => {
    setError(undefined);
    serverApi
      .post(path)
      .then(look)
      .catch((failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)));
  };
  return { state, error, start };
}
