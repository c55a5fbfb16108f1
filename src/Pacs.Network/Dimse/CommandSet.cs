using Pacs.Core;

namespace Pacs.Network;

/// <summary>A command set (PS3.7 §6.3, §9.3): the elements of group 0000 that DIMSE-C knows. Absent ones are null.</summary>
/// <remarks>One small object a message; unknown and retired elements are skipped when reading.</remarks>
internal sealed record CommandSet
{
    /// <summary>Command Data Set Type (0000,0800) when no data set follows; any other value says that one does (PS3.7 §E.1).</summary>
    public const ushort NoDataset = 0x0101;

    /// <summary>What we write when a data set follows.</summary>
    public const ushort WithDataset = 0x0000;

    public required CommandField Field { get; init; }

    public ushort? MessageId { get; init; }

    public ushort? RespondedTo { get; init; }

    public DicomUid? AffectedSopClass { get; init; }

    public DicomUid? RequestedSopClass { get; init; }

    public DicomUid? AffectedSopInstance { get; init; }

    public DicomUid? RequestedSopInstance { get; init; }

    public Priority? Priority { get; init; }

    public ushort? DataSetType { get; init; }

    public ushort? Status { get; init; }

    public string? ErrorComment { get; init; }

    /// <summary>Offending Element (0000,0901).</summary>
    public IReadOnlyList<DicomTag> OffendingElements { get; init; } = [];

    public string? MoveDestination { get; init; }

    public string? MoveOriginatorAeTitle { get; init; }

    public ushort? MoveOriginatorMessageId { get; init; }

    public ushort? Remaining { get; init; }

    public ushort? Completed { get; init; }

    public ushort? Failed { get; init; }

    public ushort? Warning { get; init; }

    /// <summary>Elements whose value has the wrong length for their VR and was left out. Never written.</summary>
    public IReadOnlyList<DicomTag> Mistyped { get; init; } = [];

    /// <summary>Whether a data set follows. Without (0000,0800), which is mandatory, none is expected.</summary>
    public bool HasDataset => DataSetType is { } type && type != NoDataset;

    /// <summary>Status and comment as one value.</summary>
    public DicomStatus ToStatus() => new(Status ?? 0, string.IsNullOrEmpty(ErrorComment) ? null : ErrorComment);
}
