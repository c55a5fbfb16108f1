using Pacs.Core;

namespace Pacs.Network;

/// <summary>Turns what a handler threw into the status that the peer gets.</summary>
internal static class HandlerFailure
{
    // What IOException.HResult holds when the disk or quota is full: Windows codes, then errno of Linux and macOS (ENOSPC, EDQUOT).
    private static readonly int[] FullDisk = [unchecked((int)0x80070070), unchecked((int)0x80070027), 28, 122, 69];

    /// <summary>For C-STORE: A700 when there is no room, else 0110 (processing failure).</summary>
    public static DicomStatus ForStore(Exception exception) => exception switch
    {
        DimseException dimse => dimse.Status,
        OutOfMemoryException => DicomStatus.OutOfResources,
        IOException io when FullDisk.Contains(io.HResult) => DicomStatus.OutOfResources.With("No space left"),
        _ => DicomStatus.ProcessingFailure,
    };

    /// <summary>For C-FIND, C-MOVE and C-GET: C000 (unable to process; PS3.4 Tables C.4-1 to 3), A900 for an identifier that cannot be read.</summary>
    public static DicomStatus ForQuery(Exception exception) => exception switch
    {
        DimseException dimse => dimse.Status,
        OutOfMemoryException => DicomStatus.OutOfResources,
        DicomDataException => DicomStatus.DataSetDoesNotMatchSopClass.With("Identifier cannot be read"),
        _ => DicomStatus.CannotUnderstand.With("Unable to process"),
    };
}
