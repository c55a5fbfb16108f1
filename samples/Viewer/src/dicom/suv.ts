import type { DataSet } from '../dicomweb/dataset';
import { items, number, text, texts } from '../dicomweb/dataset';
import { Tag } from '../dicomweb/tags';

const secondsOfDay = 86_400;

/**
 * What the values of a PET image, after their rescaling, are multiplied by to become standardized uptake values by body weight (g/ml);
 * undefined for other images, and where the file does not tell what is needed. Activity concentration over injected dose, the dose
 * as it was when the values count: at the start of the scan, or at the injection (PS3.3 §C.8.9.1, Units and Decay Correction).
 */
export function suvFactor(instance: DataSet | undefined): number | undefined {
  if (text(instance, Tag.Modality) !== 'PT') return undefined;
  const units = text(instance, Tag.Units);
  // Values that are SUV already; those by lean mass or surface are another quantity (PS3.3 §C.8.9.1, SUV Type).
  if (units === 'GML') return ['', 'BW'].includes(text(instance, Tag.SUVType)) ? 1 : undefined;
  const corrected = texts(instance, Tag.CorrectedImage);
  if (units !== 'BQML' || !corrected.includes('ATTN') || !corrected.includes('DECY')) return undefined;
  const drug = items(instance, Tag.RadiopharmaceuticalInformationSequence)[0];
  const [weight, dose, halfLife] = [number(instance, Tag.PatientWeight), number(drug, Tag.RadionuclideTotalDose), number(drug, Tag.RadionuclideHalfLife)];
  if (!weight || !dose || !halfLife) return undefined;
  const elapsed = secondsToReference(instance!, drug!);
  return elapsed === undefined ? undefined : (weight * 1000) / (dose * 2 ** (-elapsed / halfLife));
}

/** From the injection to the moment that the values are corrected to, in seconds; undefined when the file does not tell. */
function secondsToReference(instance: DataSet, drug: DataSet): number | undefined {
  const correction = text(instance, Tag.DecayCorrection);
  if (correction === 'ADMIN') return 0;
  if (correction !== 'START') return undefined;
  const series = moment(text(instance, Tag.SeriesDate) + text(instance, Tag.SeriesTime));
  const acquisition = moment(text(instance, Tag.AcquisitionDate) + text(instance, Tag.AcquisitionTime));
  // A series that is younger than its images was made from another one: its time is not that of the scan.
  if (series === undefined || acquisition === undefined || series > acquisition) return undefined;
  const dated = moment(text(drug, Tag.RadiopharmaceuticalStartDateTime));
  if (dated !== undefined) return series >= dated ? series - dated : undefined;
  const injection = moment(text(instance, Tag.SeriesDate) + text(drug, Tag.RadiopharmaceuticalStartTime));
  if (injection === undefined) return undefined;
  // A time without a date: on the day of the scan, or on the evening before.
  return series >= injection ? series - injection : series + secondsOfDay - injection;
}

/** "20240131134502.5" in seconds; what a date and time offset from UTC says is the same for both ends of a difference. */
function moment(value: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})?(\d{2}(?:\.\d*)?)?/.exec(value);
  if (!parts) return undefined;
  const [year, month, day, hour, minute = 0, second = 0] = parts.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  return Date.UTC(year!, month! - 1, day, hour, minute) / 1000 + second;
}
