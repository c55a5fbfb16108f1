import { metaData } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/tools';
import { annotation, utilities as toolUtilities } from '@cornerstonejs/tools';
import { ActionIcon, Badge, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from '../../app/access';
import { formatNumber } from '../../app/i18n';
import { Icon } from '../../app/icons';
import { dicomWeb } from '../../app/services';
import { entryOf } from '../../cornerstone/metadata';
import { isUnmeasured } from '../../cornerstone/measuring';
import { paneId } from '../../cornerstone/names';
import type { ToolKey } from '../../cornerstone/toolNames';
import { toolNames } from '../../cornerstone/toolNames';
import { changeWords } from '../../cornerstone/tools';
import { writeReport } from '../../dicom/measurementReport';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { useReader } from '../../store/reader';
import { useSettings } from '../../store/settings';
import { findReference } from '../reader/findReference';
import type { Figure } from './describe';
import { figuresOf, isUncalibrated } from './describe';
import { fingerprint, useSaved } from './saved';
import { useAnnotations } from './useAnnotations';

const keyByTool = Object.fromEntries(Object.entries(toolNames).map(([key, name]) => [name, key as ToolKey]));

/** What was measured: figures in the modality's units, a jump to the image, and storing as DICOM SR. */
export function MeasurementsPanel({ studyUid }: { studyUid: string }) {
  const { t } = useTranslation();
  const all = useAnnotations();
  const fingerprints = useSaved((state) => state.fingerprints);
  const [message, setMessage] = useState<{ text: string; failed: boolean }>();
  const [busy, setBusy] = useState(false);
  const mine = all.filter((item) => entryOf(item.metadata?.referencedImageId)?.set.studyUid === studyUid);
  const others = all.filter((item) => !mine.includes(item) && entryOf(item.metadata?.referencedImageId));
  const isSaved = (item: Types.Annotation) => fingerprints[item.annotationUID ?? ''] === fingerprint(item as never);
  const unsaved = mine.some((item) => !isSaved(item));
  const unmeasured = mine.some(isUnmeasured);

  const save = async () => {
    setBusy(true);
    try {
      const part10 = await writeReport(mine as never[], metaData, t('measurements.title'), useSettings.getState().userName);
      const result = await dicomWeb.store([part10]);
      if (result.failed.length > 0) throw new Error(`0x${Number(result.failed[0]!.reason).toString(16)}`);
      useSaved.getState().mark(Object.fromEntries(mine.map((item) => [item.annotationUID ?? '', fingerprint(item as never)])));
      setMessage({ text: t('measurements.savedToArchive', { count: mine.length }), failed: false });
    } catch (error) {
      setMessage({ text: t('app.failed', { reason: error instanceof Error ? error.message : String(error) }), failed: true });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <h2>{t('measurements.title')}</h2>
      {mine.length + others.length === 0 && <Text c="dimmed">{t('measurements.empty')}</Text>}
      <ul className="measurement-list">
        {[...mine, ...others].map((item) => (
          <Measurement key={item.annotationUID} item={item} saved={isSaved(item)} />
        ))}
      </ul>
      {!access().readOnly && mine.length > 0 && (
        <Button onClick={() => void save()} loading={busy} disabled={!unsaved || unmeasured} leftSection={<Icon name="check" size={16} />}>
          {t('measurements.save')}
        </Button>
      )}
      <Text size="sm" c={message?.failed ? 'red' : 'dimmed'} role="status">
        {unmeasured ? t('measurements.unmeasured') : message?.text}
      </Text>
    </>
  );
}

function Measurement({ item, saved }: { item: Types.Annotation; saved: boolean }) {
  const { t } = useTranslation();
  const studies = useReader((state) => state.studies);
  const entry = entryOf(item.metadata?.referencedImageId);
  const place = entry && findReference(studies, text(entry.picture.instance, Tag.SOPInstanceUID), entry.picture.frameNumber);
  const figures = figuresOf(item);
  const tool = keyByTool[item.metadata?.toolName ?? ''] ?? 'text';
  return (
    <li data-tool={item.metadata?.toolName}>
      <button type="button" className="measurement" title={t('measurements.jump')} onClick={() => place?.show()}>
        <Icon name={tool} size={18} />
        <span className="measurement-body">
          <span className="measurement-head">
            {t(`tool.${tool}`)}
            <Text span size="xs" c="dimmed">
              {place && t('measurements.image', { index: place.index + 1 })}
            </Text>
          </span>
          <span className="measurement-figures">
            {figures.map((figure) => (
              <span key={figure.name} data-figure={figure.name} data-value={figure.value}>
                <FigureText figure={figure} />
              </span>
            ))}
          </span>
          <span className="measurement-badges">
            {isUncalibrated(figures) && (
              <Badge size="xs" color="orange" variant="light">
                {t('reader.uncalibrated')}
              </Badge>
            )}
            <Badge size="xs" color={saved ? 'teal' : 'gray'} variant="light">
              {t(saved ? 'measurements.saved' : 'measurements.unsaved')}
            </Badge>
          </span>
        </span>
      </button>
      {figures.some((figure) => figure.name === 'text') && (
        <ActionIcon variant="subtle" color="gray" aria-label={`${t('measurements.change')}: ${t(`tool.${tool}`)}`} onClick={() => changeWords(item)}>
          <Icon name="edit" size={16} />
        </ActionIcon>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${t('measurements.remove')}: ${t(`tool.${tool}`)}`}
        onClick={() => {
          annotation.state.removeAnnotation(item.annotationUID!);
          toolUtilities.triggerAnnotationRenderForViewportIds(useReader.getState().panes.map((_, i) => paneId(i)));
        }}
      >
        <Icon name="trash" size={16} />
      </ActionIcon>
    </li>
  );
}

function FigureText({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  if (typeof figure.value === 'string') return <>{figure.value}</>;
  const named = figure.name === 'area' || figure.name === 'mean' || figure.name === 'sd' || figure.name === 'min' || figure.name === 'max' ? `${t(`measurements.${figure.name}`)} ` : '';
  return (
    <>
      {named}
      <strong>{formatNumber(figure.value, 1)}</strong> {figure.unit}
    </>
  );
}
