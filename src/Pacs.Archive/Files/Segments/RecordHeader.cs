using Pacs.Core;

namespace Pacs.Archive;

/// <summary>The head of a record: all that is needed to find, check and index it without any other file. <see cref="RecordCodec"/> writes and reads it.</summary>
internal sealed record RecordHeader
{
    public required RecordKind Kind { get; init; }

    /// <summary>Order in the log; ascends from record to record and from segment to segment, with gaps where a write failed.</summary>
    public required long Sequence { get; init; }

    public required RecordPlace Place { get; init; }

    public required InstanceId Id { get; init; }

    public TransferSyntax TransferSyntax { get; init; } = TransferSyntax.ImplicitVRLittleEndian;

    public string CallingAe { get; init; } = string.Empty;

    /// <summary>Receipt of an object, or time of a removal; UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Bytes of the whole Part 10 file; 0 for a removal.</summary>
    public long PayloadLength { get; init; }

    /// <summary>Bytes of its preamble and file meta information: where the data set begins in the payload.</summary>
    public int MetaLength { get; init; }

    /// <summary>CRC-32C of preamble and file meta information.</summary>
    public uint MetaCrc { get; init; }

    /// <summary>XXH128 of the data set bytes.</summary>
    public UInt128 ContentHash { get; init; }

    /// <summary>What a removal removes; what an object replaces.</summary>
    public RecordPlace Target { get; init; }

    /// <summary>Number of the file that holds the bytes of a <see cref="RecordKind.Reference"/>.</summary>
    public long FileNumber { get; init; }

    /// <summary>Number of the file that the target's bytes were in, or 0: so that recovery can delete it without reading the target.</summary>
    public long TargetFileNumber { get; init; }

    /// <summary>Every file number given out so far is below this: numbers are never used twice.</summary>
    public long FileWatermark { get; init; }

    /// <summary>Whether the record was marked as removed where it stands. Only a help for taking back space: the removal in the log is what counts.</summary>
    public bool IsDead { get; init; }

    /// <summary>Whether the record was marked as one that was never acknowledged, because its flush failed: it is nothing, and what it was to replace stays.</summary>
    public bool IsVoid { get; init; }

    /// <summary>Bytes of this header in the file: the payload follows it.</summary>
    public int HeaderLength { get; init; }

    public long DatasetLength => PayloadLength - MetaLength;

    /// <summary>Bytes the record takes in its segment, a multiple of <see cref="RecordCodec.Alignment"/>.</summary>
    public long RecordLength => RecordCodec.Align(HeaderLength + (Kind == RecordKind.Inline ? PayloadLength : 0));
}
