import { Button, CloseButton, FileButton, Loader, Progress, Text, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../app/icons';
import { navigate, readerPath } from '../../app/router';
import { serverApi } from '../../app/services';
import { markOpened } from '../../app/timing';
import type { Sorting, StudyFilter, StudyStatus } from '../../dicomweb/query';
import { noFilter } from '../../dicomweb/query';
import { Tag } from '../../dicomweb/tags';
import { useSettings } from '../../store/settings';
import { Filters } from './Filters';
import { StudyDetails } from './StudyDetails';
import { StudyTable } from './StudyTable';
import { useLive } from './useLive';
import { useStatusNews } from './useStatusNews';
import type { StudyRow } from './useStudyPages';
import { useStudyPages } from './useStudyPages';
import { useUpload } from './useUpload';

/** The studies as they arrive. */
export function Worklist() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<StudyFilter>(noFilter);
  const [settled] = useDebouncedValue(filter, 250);
  const [sorting, setSorting] = useState<Sorting>({ tag: Tag.StudyDate, descending: true });
  const [selected, setSelected] = useState<string>();
  const search = useRef<HTMLInputElement>(null);
  const { rows, complete, loading, error, ensure, refresh, setStatus } = useStudyPages(settled, sorting);
  const live = useLive(refresh);
  useStatusNews(refresh);
  const { dragging, upload, send, dismiss } = useUpload(refresh);
  const userName = useSettings((settings) => settings.userName);

  useEffect(() => {
    // What reads images is large: it is fetched and started while the list is looked at, so that a study opens at once.
    const prepare = () => void import('../reader/prepare').then((reader) => reader.prepare(), () => undefined);
    const timer = window.setTimeout(prepare, 300);
    return () => window.clearTimeout(timer);
  }, []);

  useEffect(() => {
    const focusSearch = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      event.preventDefault();
      search.current?.focus();
    };
    document.addEventListener('keydown', focusSearch);
    return () => document.removeEventListener('keydown', focusSearch);
  }, []);

  const open = useCallback((row: StudyRow) => {
    markOpened();
    navigate(readerPath(row.uid));
  }, []);
  const current = rows.find((row) => row?.uid === selected);
  const changeStatus = (status: StudyStatus) => {
    if (!current) return;
    setStatus(current.uid, status);
    serverApi.setStatus(current.uid, status, userName).catch(refresh);
  };

  return (
    <div className="worklist">
      <h1 className="visually-hidden">{t('app.worklist')}</h1>
      <Filters filter={filter} onChange={setFilter} searchRef={search} />
      <div className="worklist-bar">
        <Text size="sm" role="status">
          {loading ? t('app.loading') : t(complete ? 'worklist.count' : 'worklist.atLeast', { count: rows.length })}
        </Text>
        <Tooltip label={t(live ? 'worklist.liveHint' : 'worklist.offlineHint')}>
          <span className="live" data-live={live} tabIndex={0}>
            {t(live ? 'worklist.live' : 'worklist.offline')}
          </span>
        </Tooltip>
        <Text size="xs" c="dimmed" className="grow">
          {t('worklist.keys')}
        </Text>
        <FileButton multiple onChange={(files) => void send(files)} inputProps={{ 'aria-label': t('worklist.upload') }}>
          {(props) => (
            <Button {...props} size="xs" variant="default" leftSection={<Icon name="upload" size={16} />}>
              {t('worklist.upload')}
            </Button>
          )}
        </FileButton>
      </div>
      <div className="worklist-main">
        <div className="worklist-list">
          {rows.length > 0 && <StudyTable rows={rows} selected={selected} sorting={sorting} onSort={setSorting} onSelect={(row) => setSelected(row.uid)} onOpen={open} onRange={ensure} />}
          {rows.length === 0 && (
            <div className="worklist-empty">
              {error ? (
                <>
                  <Text c="red" role="alert">
                    {t('app.failed', { reason: error })}
                  </Text>
                  <Button variant="default" onClick={refresh}>
                    {t('app.retry')}
                  </Button>
                </>
              ) : loading ? (
                <Loader aria-label={t('app.loading')} />
              ) : (
                <>
                  <Text size="lg">{t('worklist.empty')}</Text>
                  <Text c="dimmed">{t('worklist.emptyHint')}</Text>
                </>
              )}
            </div>
          )}
        </div>
        <StudyDetails row={current} onStatus={changeStatus} />
      </div>
      {dragging && (
        <div className="drop-target">
          <Icon name="upload" size={48} />
          {t('worklist.drop')}
        </div>
      )}
      {upload && (
        <div className="upload-progress" role="status">
          <div className="upload-text">
            <span>{upload.finished ? t('worklist.uploaded', { count: upload.stored }) : t('worklist.uploading', { done: upload.done, total: upload.total })}</span>
            {upload.failed > 0 && <Text c="red" size="sm">{t('worklist.uploadFailed', { count: upload.failed, reason: upload.reason })}</Text>}
          </div>
          <Progress value={upload.fraction * 100} aria-label={t('worklist.upload')} />
          {upload.finished && <CloseButton aria-label={t('app.close')} onClick={dismiss} />}
        </div>
      )}
    </div>
  );
}
