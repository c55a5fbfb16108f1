import { useCallback, useEffect, useState } from 'react';
import { dicomWeb } from '../../app/services';
import { droppedFiles } from './droppedFiles';

/** Files of one request at most: a failure costs no more than that, and progress is seen. */
const batchSize = 40;

export interface Upload {
  /** 0 to 1 of the bytes. */
  fraction: number;
  done: number;
  total: number;
  stored: number;
  failed: number;
  reason?: string;
  finished: boolean;
}

/** Drag and drop anywhere on the page, and storing with progress. */
export function useUpload(onStored: () => void) {
  const [dragging, setDragging] = useState(false);
  const [upload, setUpload] = useState<Upload>();

  const send = useCallback(
    async (files: File[]) => {
      if (files.length === 0) return;
      const bytes = files.reduce((sum, file) => sum + file.size, 0) || 1;
      let state: Upload = { fraction: 0, done: 0, total: files.length, stored: 0, failed: 0, finished: false };
      const update = (change: Partial<Upload>) => setUpload((state = { ...state, ...change }));
      update({});
      let before = 0;
      for (let at = 0; at < files.length; at += batchSize) {
        const batch = files.slice(at, at + batchSize);
        const size = batch.reduce((sum, file) => sum + file.size, 0);
        const sentBefore = before;
        try {
          const result = await dicomWeb.store(batch, (sent, total) => update({ fraction: (sentBefore + (size * sent) / total) / bytes }));
          const first = result.failed[0];
          update({ stored: state.stored + result.stored, failed: state.failed + result.failed.length, reason: state.reason ?? (first ? `0x${Number(first.reason).toString(16)}` : undefined) });
        } catch (error) {
          update({ failed: state.failed + batch.length, reason: error instanceof Error ? error.message : String(error) });
        }
        before += size;
        update({ done: Math.min(files.length, at + batchSize), fraction: before / bytes });
      }
      update({ finished: true, fraction: 1 });
      onStored();
    },
    [onStored],
  );

  useEffect(() => {
    let depth = 0;
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const enter = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      depth++;
      setDragging(true);
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      depth = 0;
      setDragging(false);
      if (event.dataTransfer) void droppedFiles(event.dataTransfer).then(send);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragenter', enter);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragenter', enter);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [send]);

  return { dragging, upload, send, dismiss: () => setUpload(undefined) };
}
