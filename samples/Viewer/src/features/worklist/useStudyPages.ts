import { useCallback, useEffect, useRef, useState } from 'react';
import { dicomWeb, serverApi } from '../../app/services';
import type { DataSet } from '../../dicomweb/dataset';
import { text } from '../../dicomweb/dataset';
import type { Sorting, StudyFilter, StudyStatus } from '../../dicomweb/query';
import { studyQuery } from '../../dicomweb/query';
import { Tag } from '../../dicomweb/tags';

const pageSize = 60;

export interface StudyRow {
  uid: string;
  study: DataSet;
  status: StudyStatus;
}

interface List {
  rows: (StudyRow | undefined)[];
  /** The server has said how many there are, or the last page was read. */
  complete: boolean;
  error?: string;
  loading: boolean;
}

const empty: List = { rows: [], complete: false, loading: true };

/**
 * The worklist in pages, read when they come into view. With a total from the server any place of the list can be read
 * at once; without one the list grows page by page.
 */
export function useStudyPages(filter: StudyFilter, sorting: Sorting) {
  const [list, setList] = useState<List>(empty);
  const generation = useRef(0);
  const pending = useRef(new Set<number>());
  /** Pages that were read since the list was last begun anew: others show what they had. */
  const fresh = useRef(new Set<number>());
  const offset = useRef(0);

  const fetchPage = useCallback(
    async (at: number) => {
      const page = await dicomWeb.searchStudies(studyQuery(filter, sorting, at, pageSize));
      const uids = page.studies.map((study) => text(study, Tag.StudyInstanceUID));
      const statuses = uids.length > 0 ? await serverApi.statuses(uids) : {};
      const rows = page.studies.map((study, i): StudyRow => ({ uid: uids[i]!, study, status: statuses[uids[i]!]?.status ?? 'unread' }));
      return { rows, total: page.total };
    },
    [filter, sorting],
  );

  const load = useCallback(
    async (at: number) => {
      if (pending.current.has(at)) return;
      pending.current.add(at);
      const mine = generation.current;
      const isWanted = () => mine === generation.current;
      try {
        const { rows, total } = await fetchPage(at);
        if (!isWanted()) return;
        fresh.current.add(at);
        offset.current = Math.max(offset.current, at + rows.length);
        setList((before) => {
          const next = before.rows.slice();
          // Without a total the list is as long as what was read.
          if (total !== undefined) next.length = total;
          else if (at === 0) next.length = 0;
          rows.forEach((row, i) => (next[at + i] = row));
          return { rows: next, complete: total !== undefined || rows.length < pageSize, loading: false };
        });
      } catch (error) {
        if (isWanted()) setList((before) => ({ ...before, loading: false, error: error instanceof Error ? error.message : String(error) }));
      } finally {
        if (isWanted()) pending.current.delete(at);
      }
    },
    [fetchPage],
  );

  const restart = useCallback(
    (keep: boolean) => {
      generation.current++;
      pending.current.clear();
      fresh.current.clear();
      offset.current = 0;
      if (!keep) setList(empty);
      void load(0);
    },
    [load],
  );

  useEffect(() => restart(false), [restart]);

  /** Tells which rows are in view; what is missing there is read. */
  const ensure = useCallback(
    (from: number, to: number) => {
      if (list.loading || list.error !== undefined) return;
      if (!list.complete) {
        if (to >= list.rows.length - 1) void load(offset.current);
        return;
      }
      for (let page = Math.floor(from / pageSize); page <= Math.floor(Math.max(0, to) / pageSize); page++) {
        const at = page * pageSize;
        if (at < list.rows.length && !fresh.current.has(at)) void load(at);
      }
    },
    [list, load],
  );

  const setStatus = useCallback((uid: string, status: StudyStatus) => {
    setList((before) => ({ ...before, rows: before.rows.map((row) => (row?.uid === uid ? { ...row, status } : row)) }));
  }, []);

  /** Reads again what is shown, without emptying it first. */
  const refresh = useCallback(() => restart(true), [restart]);

  return { ...list, ensure, refresh, setStatus };
}
