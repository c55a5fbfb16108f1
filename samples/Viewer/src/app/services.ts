import { DicomWeb } from '../dicomweb/client';
import { ServerApi } from '../server/api';

/** The page's two doors to the server. */
export const dicomWeb = new DicomWeb('/dicom-web');
export const serverApi = new ServerApi('/api');
