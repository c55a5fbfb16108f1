import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dicomWeb } from '../../app/services';
import type { DisplaySet } from '../../dicom/displaySets';
import { isoDate, items, text } from '../../dicomweb/dataset';
import { waveformBytes } from '../../dicomweb/hydrate';
import { Tag } from '../../dicomweb/tags';
import type { MultiplexGroup } from '../../dicom/waveform';
import { readGroup } from '../../dicom/waveform';
import { DocumentFrame } from './DocumentFrame';
import { useDocument } from './useDocument';

const speed = 25; // mm a second
const gain = 10; // mm a millivolt
const pixelsPerMm = 4;
const laneMm = 26;

/** A 12-lead ECG on its paper: 25 mm/s, 10 mm/mV, a square is one millimetre. */
export default function EcgView({ set }: { set: DisplaySet }) {
  const { t } = useTranslation();
  const instance = set.pictures[0]!.instance;
  const { value, error } = useDocument(set.id, async () => {
    const bytes = await waveformBytes(dicomWeb, instance);
    const groups = items(instance, Tag.WaveformSequence).flatMap((group, i) => (bytes[i] ? [readGroup(group, bytes[i])] : []));
    if (groups.length === 0) throw new Error('no waveform');
    return groups;
  });
  return (
    <DocumentFrame error={error}>
      {value && (
        <div className="ecg" tabIndex={0} role="region" aria-label={t('document.ecg')}>
          <p className="ecg-title">
            {[text(instance, Tag.PatientName), text(instance, Tag.PatientID), isoDate(text(instance, Tag.StudyDate)), t('document.speed', { value: speed }), value[0]!.channels[0]?.calibrated ? t('document.gain', { value: gain }) : t('document.uncalibrated')]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <EcgPaper group={value[0]!} />
        </div>
      )}
    </DocumentFrame>
  );
}

function EcgPaper({ group }: { group: MultiplexGroup }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const seconds = (group.channels[0]?.samples.length ?? 0) / (group.frequency || 1);
  const width = Math.max(200, Math.ceil(seconds * speed * pixelsPerMm));
  const height = group.channels.length * laneMm * pixelsPerMm;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.fillStyle = '#fffdf8';
    context.fillRect(0, 0, width, height);
    for (const [step, color] of [[1, '#f6d5cf'], [5, '#e6a79c']] as const) {
      context.strokeStyle = color;
      context.lineWidth = 1;
      context.beginPath();
      for (let x = 0; x <= width; x += step * pixelsPerMm) {
        context.moveTo(x + 0.5, 0);
        context.lineTo(x + 0.5, height);
      }
      for (let y = 0; y <= height; y += step * pixelsPerMm) {
        context.moveTo(0, y + 0.5);
        context.lineTo(width, y + 0.5);
      }
      context.stroke();
    }
    group.channels.forEach((channel, lane) => {
      const middle = (lane + 0.5) * laneMm * pixelsPerMm;
      // Without a sensitivity the curve fills its lane: its shape is right, its height means nothing.
      const peak = channel.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) || 1;
      const scale = channel.calibrated ? gain * pixelsPerMm : ((laneMm / 2) * 0.9 * pixelsPerMm) / peak;
      context.strokeStyle = '#14181f';
      context.lineWidth = 1.2;
      context.beginPath();
      channel.samples.forEach((sample, i) => context.lineTo((i / group.frequency) * speed * pixelsPerMm, middle - sample * scale));
      context.stroke();
      context.fillStyle = '#14181f';
      context.font = 'bold 14px system-ui, sans-serif';
      context.fillText(channel.label, 8, middle - (laneMm / 2) * pixelsPerMm + 18);
    });
  }, [group, width, height]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={group.channels.map((channel) => channel.label).join(', ')} />;
}
