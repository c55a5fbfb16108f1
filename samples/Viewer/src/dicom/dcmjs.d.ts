/** The part of dcmjs that the viewer uses; the package brings no types. */
declare module 'dcmjs' {
  type Naturalized = Record<string, unknown>;
  interface DicomDict {
    dict: unknown;
    write(): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      datasetToDict(dataset: Naturalized): DicomDict;
      DicomMessage: { readFile(bytes: ArrayBuffer): DicomDict };
      DicomMetaDictionary: { naturalizeDataset(dict: unknown): Naturalized };
    };
  };
  export default dcmjs;
}
