import { useEffect, useState } from 'react';

/** What a document pane shows: what was read, or why not. */
export function useDocument<T>(key: string, read: () => Promise<T>): { value?: T; error?: string } {
  const [state, setState] = useState<{ key: string; value?: T; error?: string }>();
  useEffect(() => {
    let cancelled = false;
    read().then(
      (value) => !cancelled && setState({ key, value }),
      (error: unknown) => !cancelled && setState({ key, error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      cancelled = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for what is read
  }, [key]);
  return state?.key === key ? state : {};
}
