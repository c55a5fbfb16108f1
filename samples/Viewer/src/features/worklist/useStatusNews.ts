import type { HubConnection } from '@microsoft/signalr';
import { useEffect, useRef } from 'react';
import { access } from '../../app/access';

const quiet = 700;

/** Hears of studies whose status somebody changed; calls back once a burst of changes has settled. */
export function useStatusNews(onChange: () => void): void {
  const callback = useRef(onChange);
  useEffect(() => {
    callback.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (!access().api || access().readOnly) return;
    let timer: number | undefined;
    let hub: HubConnection | undefined;
    let left = false;
    const changed = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => callback.current(), quiet);
    };
    const watch = async () => {
      const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
      if (left) return;
      hub = new HubConnectionBuilder().withUrl('/hubs/reading').withAutomaticReconnect().configureLogging(LogLevel.None).build();
      const connection = hub;
      connection.on('statusesChanged', changed);
      // What changed meanwhile nobody told.
      connection.onreconnected(() => void connection.invoke('WatchStatuses').then(changed, () => undefined));
      await connection.start();
      await connection.invoke('WatchStatuses');
    };
    // Without it the list is right when it is read, and not live.
    watch().catch(() => undefined);
    return () => {
      left = true;
      window.clearTimeout(timer);
      void hub?.stop();
    };
  }, []);
}
