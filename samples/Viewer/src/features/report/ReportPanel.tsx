import { ActionIcon, Button, Group, Loader, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../app/i18n';
import { Icon } from '../../app/icons';
import { serverApi } from '../../app/services';
import { Thumbnail } from '../../app/Thumbnail';
import { entryOf } from '../../cornerstone/metadata';
import { stackOf } from '../../cornerstone/stack';
import { HttpError } from '../../dicomweb/client';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { KeyImage, Report, ReportContent } from '../../server/api';
import { useReader } from '../../store/reader';
import { useSettings } from '../../store/settings';
import { findReference } from '../reader/findReference';

const blank: ReportContent = { title: '', history: '', technique: '', findings: '', impression: '', keyImages: [], author: '' };

/** The report on the study: drafts kept on the server, signing stores it as DICOM SR and PDF. */
export function ReportPanel({ studyUid }: { studyUid: string }) {
  const { t } = useTranslation();
  const [report, setReport] = useState<Report | null>();
  const [content, setContent] = useState(blank);
  const [message, setMessage] = useState<{ text: string; failed: boolean }>();
  const [busy, setBusy] = useState(false);
  const { userName, setUserName } = useSettings();
  const description = useReader((state) => text(state.studies[studyUid]?.study, Tag.StudyDescription));

  useEffect(() => {
    let cancelled = false;
    serverApi.report(studyUid).then(
      (found) => {
        if (cancelled) return;
        setReport(found ?? null);
        if (found) setContent(found);
      },
      (error: unknown) => {
        if (cancelled) return;
        setReport(null);
        setMessage({ text: reason(error), failed: true });
      },
    );
    serverApi.statuses([studyUid]).then(
      (statuses) => {
        // Who opens the report of an unread study has begun to read it.
        if (!cancelled && (statuses[studyUid]?.status ?? 'unread') === 'unread') void serverApi.setStatus(studyUid, 'inProgress', useSettings.getState().userName).catch(() => undefined);
      },
      () => undefined,
    );
    return () => {
      cancelled = true;
    };
  }, [studyUid]);

  const save = async (): Promise<Report> => serverApi.saveReport(studyUid, { ...pick(content), title: content.title || description, author: userName }, report?.version);
  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setMessage(undefined);
    try {
      await work();
    } catch (error) {
      if (error instanceof HttpError && error.status === 412) {
        const theirs = await serverApi.report(studyUid);
        setReport(theirs ?? null);
        setContent(theirs ?? blank);
        setMessage({ text: t('report.conflict'), failed: true });
      } else {
        setMessage({ text: t('app.failed', { reason: reason(error) }), failed: true });
      }
    } finally {
      setBusy(false);
    }
  };
  const saveDraft = () =>
    attempt(async () => {
      const saved = await save();
      setReport(saved);
      setMessage({ text: t('report.draftSaved'), failed: false });
    });
  const sign = () =>
    attempt(async () => {
      if (!userName.trim()) return setMessage({ text: t('report.needAuthor'), failed: true });
      if (!content.impression.trim()) return setMessage({ text: t('report.needText'), failed: true });
      const draft = await save();
      setReport(draft);
      const signed = await serverApi.signReport(studyUid, userName, draft.version);
      setReport(signed);
      setContent(signed);
    });
  const addKeyImage = () => {
    const picture = entryOf(stackOf(useReader.getState().active)?.getCurrentImageId())?.picture;
    if (!picture) return;
    const image: KeyImage = { seriesUid: text(picture.instance, Tag.SeriesInstanceUID), sopUid: text(picture.instance, Tag.SOPInstanceUID), frameNumber: picture.frameNumber, caption: '' };
    setContent((before) => (before.keyImages.some((key) => key.sopUid === image.sopUid && key.frameNumber === image.frameNumber) ? before : { ...before, keyImages: [...before.keyImages, image] }));
  };

  if (report === undefined) return <Loader aria-label={t('app.loading')} />;
  const signed = report?.state === 'signed';
  const area = (field: 'history' | 'technique' | 'findings' | 'impression', rows: number) => (
    <Textarea label={t(`report.${field}`)} minRows={rows} maxRows={14} autosize readOnly={signed} value={content[field]} onChange={(event) => setContent({ ...content, [field]: event.currentTarget.value })} />
  );
  return (
    <>
      <h2>{t('report.title')}</h2>
      {signed && (
        <div className="signed" role="status">
          <Text fw={600}>{t('report.signed', { author: report.signedBy, date: formatDateTime(report.signedAt ?? report.updatedAt) })}</Text>
          <Text size="xs">{t('report.signedHint')}</Text>
        </div>
      )}
      {area('history', 1)}
      {area('technique', 1)}
      {area('findings', 4)}
      {area('impression', 2)}
      <section aria-label={t('report.keyImages')}>
        <h3>{t('report.keyImages')}</h3>
        <div className="key-images">
          {content.keyImages.map((key) => (
            <KeyImageTile
              key={`${key.sopUid}:${key.frameNumber}`}
              studyUid={studyUid}
              image={key}
              onRemove={signed ? undefined : () => setContent({ ...content, keyImages: content.keyImages.filter((other) => other !== key) })}
            />
          ))}
        </div>
        {!signed && (
          <Button size="xs" variant="default" leftSection={<Icon name="star" size={16} />} onClick={addKeyImage}>
            {t('report.addKeyImage')}
          </Button>
        )}
      </section>
      {!signed && <TextInput label={t('report.author')} value={userName} onChange={(event) => setUserName(event.currentTarget.value)} />}
      <Group gap="xs">
        {!signed && (
          <>
            <Button variant="default" loading={busy} onClick={() => void saveDraft()}>
              {t('report.saveDraft')}
            </Button>
            <Button loading={busy} onClick={() => void sign()}>
              {t('report.sign')}
            </Button>
          </>
        )}
        {report && (
          <Button variant="subtle" component="a" href={serverApi.reportPdf(studyUid)} target="_blank" rel="noreferrer" leftSection={<Icon name="document" size={16} />}>
            {t('report.preview')}
          </Button>
        )}
      </Group>
      <Text size="sm" c={message?.failed ? 'red' : 'dimmed'} role={message?.failed ? 'alert' : 'status'}>
        {message?.text}
      </Text>
    </>
  );
}

function KeyImageTile({ studyUid, image, onRemove }: { studyUid: string; image: KeyImage; onRemove?: () => void }) {
  const { t } = useTranslation();
  const studies = useReader((state) => state.studies);
  const place = findReference(studies, image.sopUid, image.frameNumber);
  return (
    <span className="key-image">
      <button type="button" aria-label={place ? t('measurements.image', { index: place.index + 1 }) : t('reader.keyImage')} onClick={() => place?.show()}>
        <Thumbnail studyUid={studyUid} seriesUid={image.seriesUid} sopUid={image.sopUid} size={72} />
      </button>
      {onRemove && (
        <ActionIcon size="xs" variant="filled" color="dark" aria-label={t('report.removeKeyImage')} onClick={onRemove}>
          <Icon name="trash" size={12} />
        </ActionIcon>
      )}
    </span>
  );
}

function pick(report: ReportContent): ReportContent {
  const { title, history, technique, findings, impression, keyImages, author } = report;
  return { title, history, technique, findings, impression, keyImages, author };
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
