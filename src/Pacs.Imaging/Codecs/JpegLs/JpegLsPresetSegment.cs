namespace Pacs.Imaging;

/// <summary>What an LSE segment states (ISO 14495-1 §C.2.4.1.1); 0 stands for the default.</summary>
internal readonly record struct JpegLsPresetSegment(int MaxValue, int T1, int T2, int T3, int Reset);
