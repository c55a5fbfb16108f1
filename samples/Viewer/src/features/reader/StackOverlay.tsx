import type { Types } from '@cornerstonejs/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../app/i18n';
import { entryOf } from '../../cornerstone/metadata';
import { isPreview } from '../../cornerstone/progressive';
import { windowOf, zoomOf } from '../../cornerstone/stack';
import { orientationLabels, scaleBar } from '../../cornerstone/view';
import type { DisplaySet } from '../../dicom/displaySets';
import { keyImages } from '../../dicom/keyObjects';
import { chestWall, detectorView, viewOf } from '../../dicom/projections';
import { suvFactor } from '../../dicom/suv';
import type { DataSet } from '../../dicomweb/dataset';
import { clockTime, isoDate, number, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import { findSet, useReader } from '../../store/reader';
import { relationOf } from './relation';
import { useDrawn } from './useDrawn';

/** A window that is narrower than this is one of fractions: uptake values, maps of parameters. */
const narrow = 20;

/** Patient, study and image in the four corners; orientation and scale at the edges. */
export function StackOverlay({ viewportId, set }: { viewportId: string; set: DisplaySet }) {
  const { t } = useTranslation();
  const relation = useReader((state) => relationOf(state, set.studyUid));
  const several = useReader((state) => state.panes.some((pane) => pane !== undefined && findSet(state, pane)?.studyUid !== state.studyUid));
  const sets = useReader((state) => state.studies[set.studyUid]?.sets);
  const shown = useDrawn(viewportId, (viewport) => read(viewport, sets));
  if (!shown) return null;
  const digits = shown.width === undefined || shown.width >= narrow ? 0 : shown.width < 2 ? 2 : 1;
  return (
    <div className="overlay" aria-hidden="true" data-wall={shown.wall}>
      <div className="edge edge-top">
        <div className="corner top-left">
          <strong>{shown.name}</strong>
          {shown.ideographic && <strong>{shown.ideographic}</strong>}
          <span>{shown.id}</span>
          <span>{shown.person}</span>
        </div>
        <div className="corner top-right">
          {several && <span className={relation === 'current' ? 'tag-current' : 'tag-prior'}>{t(`reader.${relation}`)}</span>}
          <span>{shown.when}</span>
          <span>{shown.study}</span>
          <span>{shown.series}</span>
          {shown.view && <strong className="view-name">{shown.view}</strong>}
          {shown.isKey && <span className="tag-key">★ {t('reader.keyImage')}</span>}
        </div>
      </div>
      <div className="edge edge-bottom">
        <div className="corner bottom-left">
          <ImageNumber viewportId={viewportId} />
          {shown.thickness !== undefined && <span>{t('mpr.mm', { value: formatNumber(shown.thickness, 1) })}</span>}
          {shown.lossy && <span className="tag-lossy">{t('reader.lossy', { ratio: lossyRatio(shown.ratio) })}</span>}
          <Coarse viewportId={viewportId} />
        </div>
        <div className="corner bottom-right">
          {shown.center !== undefined && shown.width !== undefined && (
            <span data-window={`${Number(shown.center.toFixed(digits))}/${Number(shown.width.toFixed(digits))}`}>
              {shown.unit && `${shown.unit} `}C {formatNumber(shown.center, digits)} · W {formatNumber(shown.width, digits)}
            </span>
          )}
          <span>{formatNumber(shown.zoom, 1)}×</span>
        </div>
      </div>
      {shown.top !== undefined && (
        <>
          <span className="side side-top">{shown.top}</span>
          <span className="side side-left">{shown.left}</span>
          <span className="side side-right">{shown.right}</span>
          <span className="side side-bottom">{shown.bottom}</span>
        </>
      )}
      {shown.barInMm !== undefined && (
        <div className="scale-bar" style={{ width: shown.barInPixels }}>
          <span>{shown.barInMm >= 10 ? `${shown.barInMm / 10} cm` : `${shown.barInMm} mm`}</span>
        </div>
      )}
    </div>
  );
}

/** The one text that differs from image to image, rendered by itself. */
function ImageNumber({ viewportId }: { viewportId: string }) {
  const shown = useDrawn(viewportId, (viewport) => ({ index: viewport.getCurrentImageIdIndex(), count: viewport.getImageIds().length }));
  return shown ? (
    <span>
      {shown.index + 1} / {shown.count}
    </span>
  ) : null;
}

/** Says that the picture is not the whole yet. */
function Coarse({ viewportId }: { viewportId: string }) {
  const { t } = useTranslation();
  const shown = useDrawn(viewportId, (viewport) => ({ coarse: isPreview(viewport.getCornerstoneImage()) }));
  return shown?.coarse ? <span className="tag-coarse">{t('reader.coarse')}</span> : null;
}

/** All that the overlay says, but the number of the image and whether it is whole. */
function read(viewport: Types.IStackViewport, sets: DisplaySet[] | undefined) {
  const picture = entryOf(viewport.getCurrentImageId())?.picture;
  if (!picture) return undefined;
  const { instance, plane } = picture;
  const color = (number(instance, Tag.SamplesPerPixel) ?? 1) > 1 || text(instance, Tag.PhotometricInterpretation) === 'PALETTE COLOR';
  const window = color ? undefined : windowOf(viewport);
  const sides = orientationLabels(viewport, instance, plane);
  const bar = scaleBar(viewport, instance);
  const isKeyImage = ({ sopUid, frameNumber }: { sopUid: string; frameNumber?: number }) => sopUid === text(instance, Tag.SOPInstanceUID) && (frameNumber ?? picture.frameNumber) === picture.frameNumber;
  return {
    name: text(instance, Tag.PatientName),
    // The second component group: the name as its bearer writes it (PS3.5 §6.2.1.2).
    ideographic: (instance[Tag.PatientName]?.Value?.[0] as { Ideographic?: string } | undefined)?.Ideographic?.replaceAll('^', ' '),
    id: text(instance, Tag.PatientID),
    person: [isoDate(text(instance, Tag.PatientBirthDate)), text(instance, Tag.PatientSex), text(instance, Tag.PatientAge)].filter(Boolean).join(' · '),
    when: [isoDate(text(instance, Tag.StudyDate)), clockTime(text(instance, Tag.StudyTime))].filter(Boolean).join(' '),
    study: text(instance, Tag.StudyDescription),
    series: [text(instance, Tag.SeriesNumber), text(instance, Tag.SeriesDescription)].filter(Boolean).join(': '),
    view: viewOf(instance) || detectorView(instance, picture.frameNumber),
    wall: wallOn(instance, sides),
    unit: text(instance, Tag.Modality) === 'PT' && suvFactor(instance) !== undefined ? 'SUV' : '',
    isKey: sets?.some((set) => set.kind === 'ko' && set.pictures.some((selection) => keyImages(selection.instance).some(isKeyImage))) ?? false,
    thickness: plane && number(instance, Tag.SliceThickness),
    lossy: text(instance, Tag.LossyImageCompression) === '01',
    ratio: number(instance, Tag.LossyImageCompressionRatio),
    center: window?.center,
    width: window?.width,
    zoom: zoomOf(viewport),
    ...sides,
    barInMm: bar?.mm,
    barInPixels: bar?.pixels,
  };
}

/** The side of the pane at which the chest wall of a mammogram stands now, also when the image was turned over: texts keep to the other, where there is air. */
function wallOn(instance: DataSet, sides: { left?: string; right?: string } | undefined): 'left' | 'right' | undefined {
  const stored = chestWall(instance);
  if (!stored) return undefined;
  return sides?.right?.startsWith('P') ? 'right' : sides?.left?.startsWith('P') ? 'left' : sides?.left ? undefined : stored;
}

const lossyRatio = (ratio: number | undefined): string => (ratio ? `${formatNumber(ratio, 1)}:1` : '');
