namespace Pacs.Imaging;

/// <summary>One scan: which components, in which order of lines and samples (ISO 14495-1 §C.2.3).</summary>
/// <param name="Components">Their indexes in the frame.</param>
/// <param name="Near">Greatest error of a sample.</param>
/// <param name="IsBySample">Interleaved by sample (mode 2); else by line, which a single component is too.</param>
internal sealed record JpegLsScan(int[] Components, int Near, bool IsBySample);
