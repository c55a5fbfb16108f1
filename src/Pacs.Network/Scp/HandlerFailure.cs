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

    /// <summary>For C-FIND, C-MOVE and C-GET: C000 (unable to process; PS3.4 Tables C.4-1 to 3), A900 for an identifier that cannot be read or does not fit the SOP class.</summary>
    /// <returns>The status, and the attribute at fault where one is known: Offending Element (0000,0901).</returns>
    public static CommandFault ForQuery(Exception exception) => exception switch
    {
        DimseException dimse => new(dimse.Status, []),
        OutOfMemoryException => new(DicomStatus.OutOfResources, []),
        DicomDataException data => new(DicomStatus.DataSetDoesNotMatchSopClass.With("Identifier is not valid"), data.Tag is { } tag ? [tag] : []), // its message may quote a value
        _ => new(DicomStatus.CannotUnderstand.With("Unable to process"), []),
    };
}
