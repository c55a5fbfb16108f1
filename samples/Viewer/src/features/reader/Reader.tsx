import { Alert, Button, Loader, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { access } from '../../app/access';
import { navigate } from '../../app/router';
import { leaveSession } from '../../collab/session';
import { text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { findSet, useReader } from '../../store/reader';
import { MeasurementsPanel } from '../measurements/MeasurementsPanel';
import { TextPrompt } from '../measurements/TextPrompt';
import { useSavedMeasurements } from '../measurements/useSavedMeasurements';
import { ReportPanel } from '../report/ReportPanel';
import { SessionPanel } from '../session/SessionPanel';
import { MprView } from '../volume/MprView';
import { PaneGrid } from './PaneGrid';
import { SeriesPanel } from './SeriesPanel';
import { Toolbar } from './Toolbar';
import { useReadingRoom } from './useReadingRoom';
import { useShortcuts } from './useShortcuts';

interface Props {
  studyUid: string;
  joinSession: boolean;
}

/** Cornerstone's elements keep every key to themselves: who comes to an image by the tab key could not leave it (WCAG 2.1.2). */
function keepTabKey(event: KeyboardEvent): void {
  if (event.key === 'Tab') event.stopPropagation();
}

/** The reading room: one study, its priors, and what is done with them. */
export default function Reader({ studyUid, joinSession }: Props) {
  const { t } = useTranslation();
  const room = useReadingRoom(studyUid);
  const mode = useReader((state) => state.mode);
  const panel = useReader((state) => state.panel);
  const study = useReader((state) => state.studies[studyUid]?.study);
  const activeSet = useReader((state) => findSet(state, state.panes[state.active]));
  const patch = useReader((state) => state.patch);
  const [invited, setInvited] = useState(joinSession);
  useShortcuts(room.phase === 'open');
  useSavedMeasurements(studyUid);

  useEffect(() => {
    if (joinSession && access().api && !access().readOnly) patch({ panel: 'session' });
  }, [joinSession, patch]);

  // Who leaves the study leaves its session.
  useEffect(() => () => void leaveSession(), [studyUid]);

  useEffect(() => {
    const before = document.title;
    if (study) document.title = `${text(study, Tag.StudyDescription) || t('reader.current')} · Pacs`;
    return () => {
      document.title = before;
    };
  }, [study, t]);

  if (room.phase === 'loading' || room.phase === 'absent' || room.phase === 'failed') {
    return (
      <main className="room-wait">
        {room.phase === 'loading' ? (
          <>
            <Loader aria-label={t('reader.loadingStudy')} />
            <Text c="dimmed">{t('reader.loadingStudy')}</Text>
          </>
        ) : (
          <Alert color="red" title={room.phase === 'absent' ? t('reader.noStudy') : t('reader.loadFailed', { reason: room.reason })}>
            <Button variant="default" mt="sm" onClick={() => navigate('/')}>
              {t('app.back')}
            </Button>
          </Alert>
        )}
      </main>
    );
  }
  return (
    <div className="room">
      <Toolbar />
      <div className="room-body">
        <SeriesPanel />
        <main className="room-main" aria-label={t('reader.view')} onKeyDownCapture={keepTabKey}>
          {mode === 'stack' && <PaneGrid />}
          {mode === 'mpr' && activeSet && <MprView key={activeSet.id} set={activeSet} />}
        </main>
        {panel !== null && (
          <aside className="side-panel" aria-label={t(`reader.${panel}`)}>
            {panel === 'measurements' && <MeasurementsPanel studyUid={studyUid} />}
            {panel === 'report' && <ReportPanel studyUid={studyUid} />}
            {panel === 'session' && <SessionPanel studyUid={studyUid} autoStart={invited} onStart={() => setInvited(false)} />}
          </aside>
        )}
      </div>
      <TextPrompt />
    </div>
  );
}
