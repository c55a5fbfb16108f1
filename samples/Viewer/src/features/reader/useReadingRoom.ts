import { useEffect, useState } from 'react';
import { dicomWeb } from '../../app/services';
import { access } from '../../app/access';
import { text } from '../../dicomweb/dataset';
import { comparablePrior, studiesOfPatient } from '../../dicomweb/priors';
import { Tag } from '../../dicomweb/tags';
import type { DisplaySet } from '../../dicom/displaySets';
import type { Hanging, HangingStudy } from '../../hanging/hang';
import { hang, hangBeside } from '../../hanging/hang';
import type { LoadedStudy } from '../../store/reader';
import { useReader } from '../../store/reader';
import { loadStudy } from './loadStudy';

export type RoomState = { phase: 'loading' } | { phase: 'open' } | { phase: 'absent' } | { phase: 'failed'; reason: string };

/** Opens a study and its most recent comparable prior, and hangs them. */
export function useReadingRoom(studyUid: string): RoomState {
  const [state, setState] = useState<RoomState>({ phase: 'loading' });

  useEffect(() => {
    const cancel = new AbortController();
    const store = useReader.getState();
    store.open(studyUid);
    const run = async () => {
      // The study and its series are asked for at once: neither needs the other's answer.
      const series = dicomWeb.searchSeries(studyUid, cancel.signal);
      series.catch(() => undefined); // told below, where it is awaited
      const { studies } = await dicomWeb.searchStudies(new URLSearchParams({ [Tag.StudyInstanceUID]: studyUid, includefield: Tag.StudyDescription }), cancel.signal);
      const study = studies[0];
      if (!study) return setState({ phase: 'absent' });
      const loading = loadStudy(studyUid, series, cancel.signal, (sets, more) => {
        store.putStudy({ uid: studyUid, study, sets, loading: more });
        if (!more || (useReader.getState().panes[0] === undefined && leads(sets))) rehang();
        if (!more || useReader.getState().panes[0] !== undefined) setState({ phase: 'open' });
      });
      const others = access().readOnly ? [study] : await studiesOfPatient(dicomWeb, study, cancel.signal);
      store.setPriors(others.filter((other) => text(other, Tag.StudyInstanceUID) !== studyUid));
      const prior = comparablePrior(study, others);
      await loading;
      if (prior) {
        const uid = text(prior, Tag.StudyInstanceUID);
        useReader.setState({ comparedWith: uid });
        await loadStudy(uid, dicomWeb.searchSeries(uid, cancel.signal), cancel.signal, (sets, more) => {
          store.putStudy({ uid, study: prior, sets, loading: more });
          if (!more) rehang(uid);
        });
      }
    };
    run().catch((error: unknown) => {
      if (!cancel.signal.aborted) setState({ phase: 'failed', reason: error instanceof Error ? error.message : String(error) });
    });
    return () => cancel.abort();
  }, [studyUid]);

  return state;
}

/** What is loaded so far decides what hangs first: of slices the first stack does, not the localizers before it. */
function leads(sets: DisplaySet[]): boolean {
  const [first] = sets;
  return first !== undefined && (!stacked.has(first.modality) || sets.some((set) => set.isVolume));
}

const stacked = new Set(['CT', 'MR', 'PT']);

/** Applies the protocol that fits what is loaded by now, unless the reader has arranged the panes already. */
function rehang(priorUid?: string): void {
  const { studies, studyUid, touched } = useReader.getState();
  const current = studies[studyUid];
  if (touched || !current) return;
  const prior = priorUid ? studies[priorUid] : undefined;
  put(hang(forHanging(current), prior && forHanging(prior)));
}

/** Hangs another study of the patient beside the one that was opened, whatever hung there before. */
export async function compareWith(studyUid: string): Promise<void> {
  useReader.setState({ comparedWith: studyUid, touched: true });
  await addStudy(studyUid);
  await loaded(studyUid);
  const state = useReader.getState();
  const [current, other] = [state.studies[state.studyUid], state.studies[studyUid]];
  // Meanwhile another one may have been chosen, or the room left.
  if (!current || !other || state.comparedWith !== studyUid) return;
  state.patch({ mode: 'stack' });
  put(hangBeside(forHanging(current), forHanging(other)));
}

const forHanging = ({ study, sets }: LoadedStudy): HangingStudy => ({ description: text(study, Tag.StudyDescription), sets });

function put({ protocol, rows, columns, panes }: Hanging): void {
  useReader.getState().hang(rows, columns, panes, protocol.linked && panes.filter(Boolean).length > 1, protocol.key);
}

/** Ends when a study is in the room as a whole, or is not there at all. */
function loaded(studyUid: string): Promise<void> {
  return new Promise((resolve) => {
    const isLoading = () => useReader.getState().studies[studyUid]?.loading === true;
    if (!isLoading()) return resolve();
    const unsubscribe = useReader.subscribe(() => {
      if (isLoading()) return;
      unsubscribe();
      resolve();
    });
  });
}

/** Brings another study of the patient into the room. */
export async function addStudy(studyUid: string): Promise<void> {
  const { priors, studies, putStudy } = useReader.getState();
  const study = priors.find((prior) => text(prior, Tag.StudyInstanceUID) === studyUid);
  if (!study || studies[studyUid]) return;
  putStudy({ uid: studyUid, study, sets: [], loading: true });
  await loadStudy(studyUid, dicomWeb.searchSeries(studyUid), new AbortController().signal, (sets, loading) => putStudy({ uid: studyUid, study, sets, loading }));
}
