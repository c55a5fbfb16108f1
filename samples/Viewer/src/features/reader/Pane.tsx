import { Text } from '@mantine/core';
import type { DragEvent } from 'react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { findSet, useReader } from '../../store/reader';
import { StackView } from './StackView';

const PdfView = lazy(() => import('../documents/PdfView'));
const ReportView = lazy(() => import('../documents/ReportView'));
const EcgView = lazy(() => import('../documents/EcgView'));
const RenderedView = lazy(() => import('../documents/RenderedView'));
const VideoView = lazy(() => import('../documents/VideoView'));

/** The type of a display set that is dragged. */
export const dragType = 'application/x-pacs-display-set';

interface Props {
  index: number;
  setId: string | undefined;
  hidden: boolean;
}

/** One place of the grid: an image stack or a document. */
export function Pane({ index, setId, hidden }: Props) {
  const { t } = useTranslation();
  const set = useReader((state) => findSet(state, setId));
  const active = useReader((state) => state.active === index);
  const several = useReader((state) => state.panes.length > 1);
  const { patch, show } = useReader.getState();

  const drop = (event: DragEvent) => {
    const dragged = event.dataTransfer.getData(dragType);
    if (!dragged) return;
    event.preventDefault();
    show(index, dragged);
  };
  return (
    <section
      className="pane"
      data-active={active && several}
      data-kind={set?.kind ?? 'empty'}
      hidden={hidden}
      aria-label={t('reader.pane', { number: index + 1 })}
      onPointerDownCapture={() => patch({ active: index })}
      onFocusCapture={() => patch({ active: index })}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(dragType)) event.preventDefault();
      }}
      onDrop={drop}
    >
      {!set && (
        <Text c="dimmed" className="pane-empty">
          {t('reader.empty')}
        </Text>
      )}
      {set?.kind === 'image' && <StackView index={index} set={set} />}
      <Suspense fallback={null}>
        {set?.kind === 'pdf' && <PdfView set={set} />}
        {(set?.kind === 'sr' || set?.kind === 'ko') && <ReportView set={set} />}
        {set?.kind === 'ecg' && <EcgView set={set} />}
        {set?.kind === 'rendered' && <RenderedView key={set.id} set={set} />}
        {set?.kind === 'video' && <VideoView key={set.id} set={set} />}
      </Suspense>
      {set && ['other', 'rtstruct', 'seg', 'pr'].includes(set.kind) && (
        <Text c="dimmed" className="pane-empty">
          {t('reader.notShown')}
        </Text>
      )}
    </section>
  );
}
