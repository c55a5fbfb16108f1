import type { DataSet } from '../dicomweb/dataset';
import { items, number, text } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

/** One channel of an ECG in millivolts, or in raw units where the file has no sensitivity. */
export interface Channel {
  label: string;
  samples: Float32Array;
  calibrated: boolean;
}

export interface MultiplexGroup {
  label: string;
  /** Samples a second. */
  frequency: number;
  channels: Channel[];
}

const toMillivolts: Record<string, number> = { mV: 1, uV: 0.001, V: 1000, nV: 1e-6 };

/** Reads one multiplex group (PS3.3 §C.10.9): samples interleaved by channel, 8 or 16 bits. */
export function readGroup(group: DataSet, bytes: Uint8Array): MultiplexGroup {
  const count = number(group, Tag.NumberOfWaveformChannels) ?? 0;
  const length = number(group, Tag.NumberOfWaveformSamples) ?? 0;
  const bits = number(group, Tag.WaveformBitsAllocated) ?? 16;
  const interpretation = text(group, Tag.WaveformSampleInterpretation);
  const read = sampleReader(bytes, bits, interpretation);
  const available = Math.min(length, count > 0 ? Math.floor(bytes.byteLength / (bits / 8) / count) : 0);
  const definitions = items(group, Tag.ChannelDefinitionSequence);
  const channels = Array.from({ length: count }, (_, channel): Channel => {
    const definition = definitions[channel];
    const sensitivity = number(definition, Tag.ChannelSensitivity);
    const unit = text(items(definition, Tag.ChannelSensitivityUnitsSequence)[0], Tag.CodeValue);
    const factor = toMillivolts[unit];
    const calibrated = sensitivity !== undefined && factor !== undefined;
    const scale = calibrated ? sensitivity * (number(definition, Tag.ChannelSensitivityCorrectionFactor) ?? 1) * factor : 1;
    const baseline = calibrated ? (number(definition, Tag.ChannelBaseline) ?? 0) * factor : 0;
    const samples = new Float32Array(available);
    for (let i = 0; i < available; i++) samples[i] = read(i * count + channel) * scale + baseline;
    return { label: channelLabel(definition, channel), samples, calibrated };
  });
  return { label: text(group, Tag.MultiplexGroupLabel), frequency: number(group, Tag.SamplingFrequency) ?? 0, channels };
}

function sampleReader(bytes: Uint8Array, bits: number, interpretation: string): (index: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (`${bits} ${interpretation}`) {
    case '8 SB':
      return (i) => view.getInt8(i);
    case '8 UB':
      return (i) => view.getUint8(i);
    case '16 US':
      return (i) => view.getUint16(i * 2, true);
    case '16 SS':
      return (i) => view.getInt16(i * 2, true);
    case '32 SL':
      return (i) => view.getInt32(i * 4, true);
    case '32 UL':
      return (i) => view.getUint32(i * 4, true);
    default:
      throw new Error(`${bits}-bit samples of kind "${interpretation}" are not read.`);
  }
}

/** "Lead I (Einthoven)" and "Lead aVR" as the paper has it: "I", "aVR". */
function channelLabel(definition: DataSet | undefined, index: number): string {
  const source = items(definition, Tag.ChannelSourceSequence)[0];
  const full = text(source, Tag.CodeMeaning) || text(definition, '003A0203') || String(index + 1);
  return full.replace(/^lead\s+/i, '').replace(/\s*\(.*\)$/, '');
}
