import { Badge } from '@mantine/core';
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent } from 'react';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from '../../app/access';
import { formatNumber } from '../../app/i18n';
import { clockTime, isoDate, number, text, texts } from '../../dicomweb/dataset';
import type { Sorting, StudyStatus } from '../../dicomweb/query';
import { Tag } from '../../dicomweb/tags';
import { Thumbnail } from '../../app/Thumbnail';
import type { StudyRow } from './useStudyPages';

const rowHeight = 52;
const features = tableFeatures({});
const helper = createColumnHelper<typeof features, StudyRow>();

export const statusColor: Record<StudyStatus, string> = { unread: 'blue', inProgress: 'yellow', reported: 'teal' };

/** The attribute that a column sorts by, when the server can. */
const sortTags: Record<string, string> = { patient: Tag.PatientName, patientId: Tag.PatientID, date: Tag.StudyDate, description: Tag.StudyDescription, accession: Tag.AccessionNumber };

interface Props {
  rows: (StudyRow | undefined)[];
  selected: string | undefined;
  sorting: Sorting;
  onSort(sorting: Sorting): void;
  onSelect(row: StudyRow): void;
  onOpen(row: StudyRow): void;
  onRange(from: number, to: number): void;
}

/** The list itself: as many rows in the page as fit on the screen, however many there are. */
export function StudyTable({ rows, selected, sorting, onSort, onSelect, onOpen, onRange }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 8 });
  const visible = virtual.getVirtualItems();
  const first = visible[0]?.index ?? 0;
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [onRange, first, last]);

  const columns = useMemo(
    () =>
      helper.columns([
        helper.display({ id: 'thumbnail', header: '', cell: ({ row }) => <Thumbnail studyUid={row.original.uid} size={40} /> }),
        helper.accessor((row) => row.status, { id: 'status', header: access().api ? t('worklist.status') : '', cell: (cell) => access().api && <Badge size="sm" variant="light" color={statusColor[cell.getValue()]}>{t(`status.${cell.getValue()}`)}</Badge> }),
        helper.accessor((row) => text(row.study, Tag.PatientName), { id: 'patient', header: t('worklist.patient'), cell: (cell) => <strong>{cell.getValue() || '—'}</strong> }),
        helper.accessor((row) => text(row.study, Tag.PatientID), { id: 'patientId', header: t('worklist.patientId') }),
        helper.accessor((row) => isoDate(text(row.study, Tag.PatientBirthDate)), { id: 'birthDate', header: t('worklist.birthDate') }),
        helper.accessor((row) => `${isoDate(text(row.study, Tag.StudyDate))} ${clockTime(text(row.study, Tag.StudyTime))}`, { id: 'date', header: t('worklist.date') }),
        helper.accessor((row) => texts(row.study, Tag.ModalitiesInStudy).join(' '), { id: 'modality', header: t('worklist.modality') }),
        helper.accessor((row) => text(row.study, Tag.StudyDescription), { id: 'description', header: t('worklist.description') }),
        helper.accessor((row) => text(row.study, Tag.AccessionNumber), { id: 'accession', header: t('worklist.accession') }),
        helper.accessor((row) => number(row.study, Tag.NumberOfStudyRelatedInstances), { id: 'images', header: t('worklist.images'), cell: (cell) => <span className="number">{formatNumber(cell.getValue() ?? 0)}</span> }),
      ]),
    [t],
  );
  // The table sees the rows that are on the screen; the virtualizer knows how many there are.
  const data = useMemo(() => rows.slice(first, last + 1).map((row) => row ?? placeholder), [rows, first, last]);
  const table = useTable({ features, columns, data });

  // Where the keys went before its page was read: selected when it is there.
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    const row = wanted.current === undefined ? undefined : rows[wanted.current];
    if (!row) return;
    wanted.current = undefined;
    onSelect(row);
  }, [rows, onSelect]);

  const step = (event: KeyboardEvent) => {
    const at = wanted.current ?? rows.findIndex((row) => row?.uid === selected);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 };
    const target = moves[event.key];
    if (event.key === 'Enter' && rows[at]) onOpen(rows[at]);
    if (target === undefined) return;
    event.preventDefault();
    const index = Math.min(rows.length - 1, Math.max(0, target));
    virtual.scrollToIndex(index);
    const row = rows[index];
    wanted.current = row ? undefined : index;
    if (row) onSelect(row);
  };

  return (
    <div className="study-table" ref={scroller} tabIndex={0} role="grid" aria-label={t('worklist.table')} aria-rowcount={rows.length + 1} aria-activedescendant={selected ? `study-${selected}` : undefined} onKeyDown={step}>
      <div className="study-head" role="row" aria-rowindex={1}>
        {table.getHeaderGroups().flatMap((group) =>
          group.headers.map((header) => {
            const tag = sortTags[header.column.id];
            const active = tag === sorting.tag;
            return (
              <div key={header.id} role="columnheader" className={`cell cell-${header.column.id}`} aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : undefined}>
                {tag ? (
                  <button type="button" onClick={() => onSort({ tag, descending: active ? !sorting.descending : header.column.id === 'date' })}>
                    <table.FlexRender header={header} /> {active ? (sorting.descending ? '▾' : '▴') : ''}
                  </button>
                ) : (
                  <table.FlexRender header={header} />
                )}
              </div>
            );
          }),
        )}
      </div>
      <div className="study-body" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {table.getRowModel().rows.map((row, i) => {
          const item = visible[i];
          if (!item) return null;
          const known = rows[item.index];
          return (
            <div
              key={item.key}
              id={known ? `study-${known.uid}` : undefined}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={known !== undefined && known.uid === selected}
              className="study-row"
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
              onClick={() => {
                wanted.current = undefined;
                if (known) onSelect(known);
              }}
              onDoubleClick={() => known && onOpen(known)}
            >
              {row.getAllCells().map((cell) => (
                <div key={cell.id} role="gridcell" className={`cell cell-${cell.column.id}`}>
                  {known ? <table.FlexRender cell={cell} /> : cell.column.id === 'patient' ? '…' : null}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const placeholder: StudyRow = { uid: '', study: {}, status: 'unread' };
