/** What draws in this browser: a graphics processor, WebGL by the processor, or no WebGL at all. */
export interface Graphics {
  kind: 'processor' | 'software' | 'none';
  /** Voxels along a side of a volume at most. */
  largestVolume: number;
}

let known: Graphics | undefined;

/** Asks the browser once. */
export function graphics(): Graphics {
  return (known ??= probe());
}

/** Without a graphics processor a stack is drawn faster by the processor itself than by WebGL in software. */
export const drawsStacksByProcessor = (): boolean => graphics().kind !== 'processor';

function probe(): Graphics {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!context) return { kind: 'none', largestVolume: 0 };
  const largestVolume = context.getParameter(context.MAX_3D_TEXTURE_SIZE) as number;
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const renderer = names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : '';
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return { kind: /swiftshader|llvmpipe|softpipe|software|microsoft basic render/i.test(renderer) ? 'software' : 'processor', largestVolume };
}

/** Why the server draws. */
export type ServerReason = 'reasonNone' | 'reasonSoftware' | 'reasonTexture' | 'reasonChosen';

/** Why the browser cannot draw planes through a volume of this size; undefined when it can. */
export function reasonForServerPlanes(columns: number, rows: number, slices: number, { kind, largestVolume } = graphics()): ServerReason | undefined {
  if (kind === 'none') return 'reasonNone';
  return Math.max(columns, rows, slices) > largestVolume ? 'reasonTexture' : undefined;
}

/** Why the volume itself is better drawn by the server: rays through it take seconds without a graphics processor. */
export function reasonForServerVolume(columns: number, rows: number, slices: number, own = graphics()): ServerReason | undefined {
  return reasonForServerPlanes(columns, rows, slices, own) ?? (own.kind === 'software' ? 'reasonSoftware' : undefined);
}
