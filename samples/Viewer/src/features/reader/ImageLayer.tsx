import type { Types } from '@cornerstonejs/core';
import { entryOf } from '../../cornerstone/metadata';
import { imageToCanvas } from '../../cornerstone/stack';
import type { DataSet } from '../../dicomweb/dataset';
import { number, text } from '../../dicomweb/dataset';
import { Tag } from '../../dicomweb/tags';
import type { GraphicObject, TextObject } from '../../dicom/gsps';
import { presentationFor } from '../../dicom/gsps';
import { overlayPlanes } from '../../dicom/overlays';
import { useReader } from '../../store/reader';
import { Outlines, useShowsOutlines } from './Outlines';
import { useImagePictures } from './useImagePictures';
import { useDrawn } from './useDrawn';

interface Props {
  viewportId: string;
  presentation: DataSet | undefined;
}

/** What the image carries beside its pixels, in image coordinates: overlay planes, segmentations, contours and the graphics of a presentation state. */
export function ImageLayer({ viewportId, presentation }: Props) {
  const segmented = useReader((state) => state.segmentations.length > 0);
  const shown = useDrawn(viewportId, (viewport) => placeOf(viewport, segmented || presentation !== undefined));
  const picture = entryOf(shown?.imageId)?.picture;
  const pictures = useImagePictures(picture);
  const outlined = useShowsOutlines();
  if (!shown || !picture) return null;
  const { instance } = picture;
  const state = presentation ? presentationFor(presentation, text(instance, Tag.SOPInstanceUID)) : undefined;
  if (pictures.length === 0 && !state && !outlined) return null;
  const { a, b, c, d, e, f, width, height } = shown;
  const place = (units: 'PIXEL' | 'DISPLAY', [x, y]: [number, number]): [number, number] => (units === 'PIXEL' ? [a * x + c * y + e, b * x + d * y + f] : [x * width, y * height]);
  return (
    <svg className="image-layer" width={width} height={height} aria-hidden="true">
      <g transform={`matrix(${[a, b, c, d, e, f].join(' ')})`}>
        {pictures.map((layer) => (
          <image key={layer.key} href={layer.href} x={layer.column} y={layer.row} width={layer.columns} height={layer.rows} preserveAspectRatio="none" className="overlay-plane" />
        ))}
        {outlined && <Outlines picture={picture} />}
      </g>
      {state?.graphics.map((graphic, i) => <Graphic key={i} graphic={graphic} place={place} />)}
      {state?.texts.map((item, i) => <TextItem key={i} item={item} place={place} />)}
    </svg>
  );
}

/** Where the image lies on the canvas: the same affine map that Cornerstone draws by. Undefined when there is nothing to lay over it. */
function placeOf(viewport: Types.IStackViewport, always: boolean) {
  const imageId = viewport.getCurrentImageId();
  const instance = entryOf(imageId)?.picture.instance;
  if (!instance || !(always || overlayPlanes(instance).length > 0)) return undefined;
  const rows = number(instance, Tag.Rows) ?? 1;
  const columns = number(instance, Tag.Columns) ?? 1;
  const [origin, right, down] = [imageToCanvas(viewport, 0, 0), imageToCanvas(viewport, columns, 0), imageToCanvas(viewport, 0, rows)];
  if (!origin || !right || !down) return undefined;
  const { clientWidth: width, clientHeight: height } = viewport.canvas;
  return { imageId, a: (right[0] - origin[0]) / columns, b: (right[1] - origin[1]) / columns, c: (down[0] - origin[0]) / rows, d: (down[1] - origin[1]) / rows, e: origin[0], f: origin[1], width, height };
}

type Place = (units: 'PIXEL' | 'DISPLAY', point: [number, number]) => [number, number];

function Graphic({ graphic, place }: { graphic: GraphicObject; place: Place }) {
  const points = graphic.points.map((point) => place(graphic.units, point));
  const fill = graphic.filled ? 'currentColor' : 'none';
  const [a, b, c, d] = points;
  if (graphic.type === 'POINT' && a) return <circle cx={a[0]} cy={a[1]} r={3} fill="currentColor" />;
  if (graphic.type === 'CIRCLE' && a && b) return <circle cx={a[0]} cy={a[1]} r={Math.hypot(b[0] - a[0], b[1] - a[1])} fill={fill} />;
  if (graphic.type === 'ELLIPSE' && a && b && c && d) {
    // Ends of the major axis, then of the minor (PS3.3 §C.10.5.1.2).
    const angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
    const centre = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    return <ellipse cx={centre[0]} cy={centre[1]} rx={Math.hypot(b[0] - a[0], b[1] - a[1]) / 2} ry={Math.hypot(d[0] - c[0], d[1] - c[1]) / 2} transform={`rotate(${angle} ${centre[0]} ${centre[1]})`} fill={fill} />;
  }
  return <polyline points={points.map((point) => point.join(',')).join(' ')} fill={fill} />;
}

function TextItem({ item, place }: { item: TextObject; place: Place }) {
  const [x, y] = place(item.units, item.at);
  const anchor = item.anchor && place('PIXEL', item.anchor);
  return (
    <g>
      {anchor && <line x1={anchor[0]} y1={anchor[1]} x2={x} y2={y} />}
      {item.text.split(/\r?\n/).map((line, i) => (
        <text key={i} x={x} y={y + 14 + i * 16}>
          {line}
        </text>
      ))}
    </g>
  );
}
