import { eventTarget } from '@cornerstonejs/core';
import { Enums as ToolEnums } from '@cornerstonejs/tools';
import type { HubConnection } from '@microsoft/signalr';
import { create } from 'zustand';
import { paneId } from '../cornerstone/names';
import { stackById } from '../cornerstone/stack';
import { useReader } from '../store/reader';
import { applyAnnotations, captureAnnotations } from './annotations';
import type { SharedState } from './state';
import { applyState, captureState } from './state';

export interface Member {
  id: string;
  name: string;
  color: string;
}

export interface Cursor {
  id: string;
  viewport: string;
  /** Place in the picture: fractions of the image's columns and rows. */
  x: number;
  y: number;
}

interface Joined {
  members: Member[];
  leader: string | null;
  state: SharedState | null;
  annotations: string | null;
}

interface SessionState {
  phase: 'none' | 'joining' | 'joined' | 'lost';
  me: string;
  members: Member[];
  leader: string;
  cursors: Record<string, Cursor>;
}

const none: SessionState = { phase: 'none', me: '', members: [], leader: '', cursors: {} };

export const useSession = create<SessionState>(() => none);

const interval = 60;
const settleTime = 400;
let connection: HubConnection | undefined;
let stop: (() => void) | undefined;

/** Joins the shared session of a study; the first who joins leads. */
export async function joinSession(studyUid: string, name: string): Promise<void> {
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  await leaveSession();
  useSession.setState({ ...none, phase: 'joining' });
  const hub = new HubConnectionBuilder().withUrl('/hubs/reading').withAutomaticReconnect().configureLogging(LogLevel.Error).build();
  connection = hub;
  const join = async () => {
    const joined = await hub.invoke<Joined>('Join', studyUid, name);
    useSession.setState({ phase: 'joined', me: hub.connectionId ?? '', members: joined.members, leader: joined.leader ?? '' });
    if (joined.state && joined.leader !== hub.connectionId) await receive(joined.state);
    if (joined.annotations) applyQuietly(joined.annotations);
  };
  hub.on('membersChanged', (members: Member[], leader: string | null) =>
    useSession.setState(({ cursors }) => ({ members, leader: leader ?? '', cursors: Object.fromEntries(Object.entries(cursors).filter(([id]) => members.some((member) => member.id === id))) })),
  );
  hub.on('stateChanged', (state: SharedState) => void receive(state));
  hub.on('cursorMoved', (id: string, viewport: string, x: number, y: number) => useSession.setState(({ cursors }) => ({ cursors: { ...cursors, [id]: { id, viewport, x, y } } })));
  hub.on('annotationsChanged', (json: string) => applyQuietly(json));
  hub.onreconnecting(() => useSession.setState({ phase: 'lost' }));
  hub.onreconnected(() => void join());
  hub.onclose(() => {
    if (connection === hub) useSession.setState(none);
  });
  try {
    await hub.start();
    await join();
    stop = follow(hub);
  } catch (error) {
    await leaveSession();
    throw error;
  }
}

export async function leaveSession(): Promise<void> {
  const hub = connection;
  connection = undefined;
  stop?.();
  stop = undefined;
  useSession.setState(none);
  await hub?.stop();
}

export async function takeLead(): Promise<void> {
  await connection?.invoke('TakeLead');
  await send('SetState', captureState());
}

const leads = (): boolean => useSession.getState().leader === useSession.getState().me;

let lastReceived = '';
let pendingState: SharedState | undefined;

/** States come faster than a slow machine draws: the newest wins. */
async function receive(state: SharedState): Promise<void> {
  const busy = pendingState !== undefined;
  pendingState = state;
  if (busy) return;
  while (pendingState) {
    const next: SharedState = pendingState;
    await applyState(next).catch(() => undefined);
    if (pendingState === next) pendingState = undefined;
  }
}

function applyQuietly(json: string): void {
  lastReceived = json;
  applyAnnotations(json);
}

async function send(method: string, ...values: unknown[]): Promise<void> {
  if (connection?.state === 'Connected') await connection.invoke(method, ...values).catch(() => undefined);
}

/** Sends what happens here: the leader's view, everybody's pointer and measurements. */
function follow(hub: HubConnection): () => void {
  let lastState = '';
  let lastAnnotations = captureAnnotations();
  let lastCursor = 0;
  let applied = useSession.getState().leader === hub.connectionId;
  const timer = window.setInterval(() => {
    if (leads()) {
      applied = true;
      const state = captureState();
      const json = JSON.stringify(state);
      if (json !== lastState) {
        lastState = json;
        void send('SetState', state);
      }
    } else if (applied) {
      applied = false;
      lastState = '';
    }
  }, interval);

  let annotationTimer = 0;
  const annotationsChanged = () => {
    window.clearTimeout(annotationTimer);
    annotationTimer = window.setTimeout(() => {
      const json = captureAnnotations();
      if (json === lastAnnotations || json === lastReceived) return;
      lastAnnotations = json;
      void send('SetAnnotations', json);
    }, settleTime / 4);
  };
  const annotationEvents = [ToolEnums.Events.ANNOTATION_COMPLETED, ToolEnums.Events.ANNOTATION_MODIFIED, ToolEnums.Events.ANNOTATION_REMOVED];
  for (const event of annotationEvents) eventTarget.addEventListener(event, annotationsChanged);

  const moved = (event: PointerEvent) => {
    const now = performance.now();
    if (now - lastCursor < interval) return;
    const place = pointerPlace(event);
    if (!place) return;
    lastCursor = now;
    void send('MoveCursor', place.viewport, place.x, place.y);
  };
  document.addEventListener('pointermove', moved);
  return () => {
    window.clearInterval(timer);
    window.clearTimeout(annotationTimer);
    for (const event of annotationEvents) eventTarget.removeEventListener(event, annotationsChanged);
    document.removeEventListener('pointermove', moved);
  };
}

/** The pointer in the coordinates of the picture below it, so that it means the same in a pane of another size. */
function pointerPlace(event: PointerEvent): { viewport: string; x: number; y: number } | undefined {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-viewport]') : null;
  const index = element ? useReader.getState().panes.findIndex((_, i) => paneId(i) === element.dataset.viewport) : -1;
  const viewport = index >= 0 ? stackById(paneId(index)) : undefined;
  if (!element || !viewport?.getCurrentImageId()) return undefined;
  const box = element.getBoundingClientRect();
  const world = viewport.canvasToWorld([event.clientX - box.left, event.clientY - box.top]);
  const image = viewport.getImageData();
  if (!image) return undefined;
  const [columns, rows] = image.dimensions;
  const ijk = worldToPixels(viewport, world);
  return ijk && columns && rows ? { viewport: paneId(index), x: ijk[0] / columns, y: ijk[1] / rows } : undefined;
}

function worldToPixels(viewport: NonNullable<ReturnType<typeof stackById>>, world: number[]): [number, number] | undefined {
  const image = viewport.getImageData();
  if (!image) return undefined;
  const { origin, direction, spacing } = image;
  const delta = world.map((part, i) => part - origin[i]!);
  const along = (axis: number) => (delta[0]! * direction[axis * 3]! + delta[1]! * direction[axis * 3 + 1]! + delta[2]! * direction[axis * 3 + 2]!) / spacing[axis]!;
  return [along(0) + 0.5, along(1) + 0.5];
}
