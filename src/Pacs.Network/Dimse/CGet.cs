using Pacs.Core;

namespace Pacs.Network;

/// <summary>C-GET (PS3.7 §9.3.3).</summary>
internal static class CGet
{
    public const CommandFault.Needs Needs = CommandFault.Needs.SopClass | CommandFault.Needs.Dataset;

    public static CommandSet Request(ushort messageId, DicomUid sopClass, Priority priority) => new()
    {
        Field = CommandField.CGetRequest,
        AffectedSopClass = sopClass,
        MessageId = messageId,
        Priority = priority,
        DataSetType = CommandSet.WithDataset,
    };

    /// <summary>A response with the counters that fit its status; <paramref name="hasIdentifier"/> says that the list of failed instances follows.</summary>
    public static CommandSet Response(CommandSet request, DicomStatus status, SubOperations? counters, bool hasIdentifier) =>
        Retrieve.Response(CommandField.CGetResponse, request, status, counters, hasIdentifier);
}
