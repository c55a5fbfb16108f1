import { useEffect, useRef, useState } from 'react';

interface Picture {
  /** The address of what is shown now; undefined before the first. */
  shown?: string;
  failed: boolean;
}

/**
 * Follows an address that changes faster than pictures come: one is asked for at a time, and when it is back, the newest.
 * What has come is in the browser's cache: an element with that address shows it at once.
 */
export function useNewestPicture(uri: string | undefined): Picture {
  const [picture, setPicture] = useState<Picture>({ failed: false });
  const wanted = useRef<string>(undefined);
  const busy = useRef(false);

  useEffect(() => {
    wanted.current = uri;
    const next = () => {
      const asked = wanted.current;
      if (asked === undefined) return;
      busy.current = true;
      const done = (change: Picture | ((before: Picture) => Picture)) => {
        busy.current = false;
        setPicture(change);
        if (wanted.current !== asked) next();
      };
      const image = new Image();
      image.onload = () => done({ shown: asked, failed: false });
      image.onerror = () => done((before) => ({ ...before, failed: true }));
      image.src = asked;
    };
    if (!busy.current) next();
  }, [uri]);
  return picture;
}
