import { Button, Loader, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from '../../app/access';
import { Icon } from '../../app/icons';
import { navigate, readerPath } from '../../app/router';
import { dicomWeb } from '../../app/services';
import { Thumbnail } from '../../app/Thumbnail';
import type { DataSet } from '../../dicomweb/dataset';
import { isoDate, number, text, texts } from '../../dicomweb/dataset';
import { studiesOfPatient } from '../../dicomweb/priors';
import type { StudyStatus } from '../../dicomweb/query';
import { Tag } from '../../dicomweb/tags';
import { ShareButton } from '../share/ShareButton';
import type { StudyRow } from './useStudyPages';

interface Props {
  row: StudyRow | undefined;
  onStatus(status: StudyStatus): void;
}

/** The selected study: what can be done with it, its series, and the patient's other studies along time. */
export function StudyDetails({ row, onStatus }: Props) {
  const { t } = useTranslation();
  const [series, setSeries] = useState<{ uid: string; list: DataSet[] }>();
  const [timeline, setTimeline] = useState<{ uid: string; list: DataSet[] }>();
  const uid = row?.uid;
  const study = row?.study;

  useEffect(() => {
    if (!uid || !study) return;
    const cancel = new AbortController();
    // What cannot be read is left out: the row itself is shown.
    dicomWeb.searchSeries(uid, cancel.signal).then((list) => setSeries({ uid, list }), () => undefined);
    studiesOfPatient(dicomWeb, study, cancel.signal).then((list) => setTimeline({ uid, list }), () => undefined);
    return () => cancel.abort();
  }, [uid, study]);

  if (!row || !study || !uid) {
    return (
      <aside className="details details-empty" aria-label={t('worklist.details')}>
        <Text c="dimmed">{t('worklist.select')}</Text>
      </aside>
    );
  }
  return (
    <aside className="details" aria-label={t('worklist.details')}>
      <div>
        <Text fw={700} size="lg">
          {text(study, Tag.PatientName) || '—'}
        </Text>
        <Text c="dimmed">
          {[text(study, Tag.PatientID), isoDate(text(study, Tag.PatientBirthDate)), text(study, Tag.PatientSex)].filter(Boolean).join(' · ')}
        </Text>
        <Text mt={4}>{text(study, Tag.StudyDescription)}</Text>
      </div>
      <div className="details-actions">
        <Button leftSection={<Icon name="magnify" size={16} />} onClick={() => navigate(readerPath(uid))}>
          {t('worklist.open')}
        </Button>
        <Button variant="default" component="a" href={dicomWeb.zipUri(uid)} download leftSection={<Icon name="download" size={16} />}>
          {t('worklist.download')}
        </Button>
        {access().api && <ShareButton studyUid={uid} />}
      </div>
      {access().api && (
        <NativeSelect
          label={t('status.label')}
          value={row.status}
          data={(['unread', 'inProgress', 'reported'] as const).map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={(event) => onStatus(event.currentTarget.value as StudyStatus)}
        />
      )}
      <section aria-label={t('worklist.series')}>
        <h2>{t('worklist.series')}</h2>
        {series?.uid === uid ? (
          <Stack gap={6}>
            {series.list.map((item) => (
              <div key={text(item, Tag.SeriesInstanceUID)} className="series-line">
                <Thumbnail studyUid={uid} seriesUid={text(item, Tag.SeriesInstanceUID)} size={48} />
                <div>
                  <Text size="sm">{text(item, Tag.SeriesDescription) || text(item, Tag.Modality)}</Text>
                  <Text size="xs" c="dimmed">
                    {text(item, Tag.Modality)} · {number(item, Tag.NumberOfSeriesRelatedInstances) ?? ''}
                  </Text>
                </div>
              </div>
            ))}
          </Stack>
        ) : (
          <Loader size="sm" aria-label={t('app.loading')} />
        )}
      </section>
      {timeline?.uid === uid && timeline.list.length > 0 && (
        <section aria-label={t('worklist.timeline')}>
          <h2>{t('worklist.timeline')}</h2>
          <ol className="timeline">
            {timeline.list.map((item) => {
              const other = text(item, Tag.StudyInstanceUID);
              return (
                <li key={other} aria-current={other === uid ? 'true' : undefined}>
                  <a
                    href={readerPath(other)}
                    onClick={(event) => {
                      event.preventDefault();
                      navigate(readerPath(other));
                    }}
                  >
                    <time>{isoDate(text(item, Tag.StudyDate)) || '—'}</time> {texts(item, Tag.ModalitiesInStudy).join(' ')}
                  </a>
                  <Text size="xs" c="dimmed">
                    {text(item, Tag.StudyDescription)}
                    {other === uid ? ` (${t('worklist.thisStudy')})` : ''}
                  </Text>
                </li>
              );
            })}
          </ol>
        </section>
      )}
    </aside>
  );
}
