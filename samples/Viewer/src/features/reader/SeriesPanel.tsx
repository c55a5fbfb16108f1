import { ActionIcon, Button, Loader, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../app/icons';
import { Thumbnail } from '../../app/Thumbnail';
import { isoDate, text, texts } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet } from '../../dicom/displaySets';
import { viewOf } from '../../dicom/projections';
import type { LoadedStudy } from '../../store/reader';
import { useReader } from '../../store/reader';
import { dragType } from './Pane';
import { relationOf } from './relation';
import { addStudy, compareWith } from './useReadingRoom';

/** The series of the study and of its priors: to be dragged into a pane, or clicked for the active one. */
export function SeriesPanel() {
  const { t } = useTranslation();
  const studies = useReader((state) => state.studies);
  const studyUid = useReader((state) => state.studyUid);
  const priors = useReader((state) => state.priors);
  const comparedWith = useReader((state) => state.comparedWith);
  const current = studies[studyUid];
  return (
    <nav className="series-panel" aria-label={t('reader.series')}>
      {current && <StudySection study={current} title={t('reader.current')} />}
      {priors.length > 0 && <h2>{t('reader.priors')}</h2>}
      {priors.map((prior) => {
        const uid = text(prior, Tag.StudyInstanceUID);
        const loaded = studies[uid];
        const date = isoDate(text(prior, Tag.StudyDate)) || '—';
        const label = t('reader.compare', { date });
        const compare = (
          <Tooltip label={label} openDelay={400}>
            <ActionIcon variant={comparedWith === uid ? 'filled' : 'subtle'} color={comparedWith === uid ? 'cyan' : 'gray'} size={24} aria-label={label} aria-pressed={comparedWith === uid} onClick={() => void compareWith(uid)}>
              <Icon name="compare" size={16} />
            </ActionIcon>
          </Tooltip>
        );
        return loaded ? (
          <StudySection key={uid} study={loaded} title={t(`reader.${relationOf(useReader.getState(), uid)}`)} action={compare} />
        ) : (
          <div key={uid} className="prior-line" title={text(prior, Tag.StudyDescription)}>
            <Button variant="subtle" size="compact-xs" className="prior-button" onClick={() => void addStudy(uid)}>
              {date} {texts(prior, Tag.ModalitiesInStudy).join(' ')}
            </Button>
            {compare}
          </div>
        );
      })}
    </nav>
  );
}

function StudySection({ study, title, action }: { study: LoadedStudy; title: string; action?: ReactNode }) {
  const { t } = useTranslation();
  // A selection or state whose images are here is shown as those images.
  const shown = study.sets.filter((set) => set.kind !== 'pr' && !(set.kind === 'ko' && study.sets.some((other) => other.id === `ko:${set.id}`)));
  return (
    <section aria-label={`${title} ${isoDate(text(study.study, Tag.StudyDate))}`}>
      <div className="prior-line">
        <h3>
          {title} <time>{isoDate(text(study.study, Tag.StudyDate))}</time>
        </h3>
        {action}
      </div>
      <ul>
        {shown.map((set) => (
          <li key={set.id}>{set.kind === 'seg' || set.kind === 'rtstruct' ? <OverlayItem set={set} /> : <SeriesItem set={set} />}</li>
        ))}
      </ul>
      {study.loading && <Loader size="xs" aria-label={t('app.loading')} />}
    </section>
  );
}

function SeriesItem({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const pane = useReader((state) => state.panes.indexOf(set.id));
  const { show, active } = useReader.getState();
  const label = set.source === 'ko' ? t('reader.keyImage') : set.source === 'pr' ? t('reader.presentation') : nameOf(set);
  const isDocument = !['image', 'rendered', 'video'].includes(set.kind);
  return (
    <button
      type="button"
      className="series-item"
      draggable
      data-shown={pane >= 0}
      data-set-kind={set.source ?? set.kind}
      onDragStart={(event) => event.dataTransfer.setData(dragType, set.id)}
      onClick={() => show(Math.min(active, useReader.getState().panes.length - 1), set.id)}
    >
      {isDocument ? (
        <span className="thumbnail document-sign">
          <Icon name={set.kind === 'ko' ? 'star' : 'document'} size={22} />
        </span>
      ) : (
        <Thumbnail studyUid={set.studyUid} seriesUid={set.seriesUid} sopUid={text(set.pictures[Math.floor(set.pictures.length / 2)]?.instance, Tag.SOPInstanceUID)} size={64} />
      )}
      <span className="series-text">
        <Text size="xs" fw={600} lineClamp={2}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {isDocument ? set.modality : `${set.modality} · ${set.pictures.length}`}
        </Text>
      </span>
    </button>
  );
}

/** The description, and the view of a projection where the description does not say it. */
function nameOf(set: DisplaySet): string {
  const view = viewOf(set.pictures[0]?.instance);
  return set.description.includes(view) ? set.description || set.modality : `${view} ${set.description}`.trim();
}

/** A segmentation or a structure set: drawn over the images while it is pressed. */
function OverlayItem({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const on = useReader((state) => state.segmentations.includes(set.id));
  const instance = set.pictures[0]?.instance;
  const label = set.description || text(instance, Tag.StructureSetLabel) || t(set.kind === 'seg' ? 'reader.segments' : 'reader.contours');
  return (
    <button type="button" className="series-item" data-shown={on} data-set-kind={set.kind} aria-pressed={on} onClick={() => useReader.getState().toggleSegmentation(set.id)}>
      <span className="thumbnail document-sign">
        <Icon name="freehand" size={22} />
      </span>
      <span className="series-text">
        <Text size="xs" fw={600} lineClamp={2}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {set.kind === 'seg' ? 'SEG' : 'RTSTRUCT'}
        </Text>
      </span>
    </button>
  );
}
