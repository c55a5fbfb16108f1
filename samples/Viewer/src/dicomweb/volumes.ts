// Rendered MPR and rendered 3D (PS3.18 §10.4.1.1.7, §10.4.1.1.8).

type Vector = readonly number[];

export interface Camera {
  position: Vector;
  lookAt: Vector;
  up: Vector;
}

export interface VolumeResource {
  studyUid: string;
  seriesUid: string;
  /** A multi-frame object that is the volume by itself. */
  sopUid?: string;
}

export interface VolumePicture {
  camera: Camera;
  width: number;
  height: number;
  method?: 'maximum_ip' | 'minimum_ip' | 'average_ip' | 'volume_rendered';
  /** Thickness in mm, of a slab. */
  slab?: number;
  window?: { center: number; width: number };
  preset?: string;
}

/** The address of a picture of a volume. */
export function volumeUri(root: string, of: VolumeResource, kind: 'renderedmpr' | 'rendered3d', picture: VolumePicture): string {
  const { camera, width, height, method, slab, window, preset } = picture;
  const query = new URLSearchParams({
    viewpointposition: vector(camera.position),
    viewpointlookat: vector(camera.lookAt),
    viewpointup: vector(camera.up),
    viewport: `${width},${height}`,
  });
  if (method) query.set('renderingmethod', method);
  if (slab) query.set('mprslab', String(slab));
  if (window) query.set('window', `${window.center},${window.width},linear`);
  if (preset) query.set('preset', preset);
  const instance = of.sopUid ? `/instances/${of.sopUid}` : '';
  return `${root}/studies/${of.studyUid}/series/${of.seriesUid}${instance}/${kind}?${query}`;
}

const vector = (value: Vector): string => value.map((part) => part.toFixed(3)).join(',');
