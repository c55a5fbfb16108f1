import type { Types } from '@cornerstonejs/core';
import { lookAt, rotateTo, rotationOf, setZoomOf, stackById, zoomOf } from '../cornerstone/stack';
import { paneId } from '../cornerstone/names';
import { findSet, useReader } from '../store/reader';
import { addStudy } from '../features/reader/useReadingRoom';

/** What the leader shows, pane by pane: enough for the others to see the same. */
export interface SharedState {
  rows: number;
  columns: number;
  active: number;
  panes: SharedPane[];
}

interface SharedPane {
  setId?: string;
  studyUid?: string;
  index: number;
  voiRange?: { lower: number; upper: number };
  invert?: boolean;
  /** What is in the middle of the pane, in mm of the patient. */
  centre?: Types.Point3;
  /** 1 where the image just fits. */
  zoom?: number;
  rotation?: number;
  flipHorizontal?: boolean;
  flipVertical?: boolean;
}

export function captureState(): SharedState {
  const { rows, columns, panes, active } = useReader.getState();
  return {
    rows,
    columns,
    active,
    panes: panes.map((setId, i): SharedPane => {
      const viewport = stackById(paneId(i));
      const set = findSet(useReader.getState(), setId);
      if (!viewport?.getCurrentImageId()) return { setId, studyUid: set?.studyUid, index: 0 };
      const { voiRange, invert } = viewport.getProperties();
      const { flipHorizontal, flipVertical } = viewport.getCamera();
      return { setId, studyUid: set?.studyUid, index: viewport.getTargetImageIdIndex(), voiRange, invert, centre: rounded(viewport.getCamera().focalPoint), zoom: Math.round(zoomOf(viewport) * 1000) / 1000, rotation: rotationOf(viewport), flipHorizontal, flipVertical };
    }),
  };
}

/** Shows what the leader shows. Zoom and pan are relative, so that panes of another size show the same part. */
export async function applyState(state: SharedState): Promise<void> {
  const room = useReader.getState();
  await Promise.all(state.panes.map(({ studyUid }) => (studyUid && !room.studies[studyUid] ? addStudy(studyUid) : undefined)));
  const ids = state.panes.map((pane) => pane.setId);
  if (room.rows !== state.rows || room.columns !== state.columns || ids.some((id, i) => id !== room.panes[i])) {
    room.hang(state.rows, state.columns, ids, room.linked, room.protocol);
    useReader.setState({ touched: true });
  }
  useReader.getState().patch({ active: state.active });
  await Promise.all(state.panes.map((pane, i) => applyPane(paneId(i), pane)));
}

async function applyPane(viewportId: string, pane: SharedPane): Promise<void> {
  const viewport = stackById(viewportId);
  if (!viewport || viewport.element.dataset.ready !== 'true') return;
  if (viewport.getTargetImageIdIndex() !== pane.index && pane.index < viewport.getImageIds().length) await viewport.setImageIdIndex(pane.index);
  const camera = viewport.getCamera();
  if ((camera.flipHorizontal ?? false) !== (pane.flipHorizontal ?? false) || (camera.flipVertical ?? false) !== (pane.flipVertical ?? false))
    viewport.setCamera({ flipHorizontal: pane.flipHorizontal ?? false, flipVertical: pane.flipVertical ?? false });
  if (pane.rotation !== undefined && pane.rotation !== rotationOf(viewport)) rotateTo(viewport, pane.rotation);
  if (pane.zoom) setZoomOf(viewport, pane.zoom);
  if (pane.centre) lookAt(viewport, pane.centre);
  viewport.setProperties({ ...(pane.voiRange ? { voiRange: pane.voiRange } : {}), invert: pane.invert ?? false });
  viewport.render();
}

const rounded = (point: Types.Point3 | undefined): Types.Point3 | undefined => point?.map((part) => Math.round(part * 100) / 100) as Types.Point3 | undefined;
