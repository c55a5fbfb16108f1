import { useEffect, useRef, useState } from 'react';

const quiet = 700;

/** Follows the archive's change feed; calls back once a burst of changes has settled. Tells whether the feed is open. */
export function useLive(onChange: () => void): boolean {
  const [open, setOpen] = useState(false);
  const callback = useRef(onChange);
  useEffect(() => {
    callback.current = onChange;
  }, [onChange]);

  useEffect(() => {
    let timer: number | undefined;
    const feed = new EventSource('/dicom-web/events');
    const changed = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => callback.current(), quiet);
    };
    feed.onopen = () => setOpen(true);
    feed.onerror = () => setOpen(false);
    feed.onmessage = changed;
    feed.addEventListener('change', changed);
    return () => {
      window.clearTimeout(timer);
      feed.close();
    };
  }, []);
  return open;
}
