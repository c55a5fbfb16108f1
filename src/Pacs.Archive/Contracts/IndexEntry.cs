using Pacs.Core;

namespace Pacs.Archive;

/// <summary>What the index knows of one stored instance: its place in the hierarchy, where its bytes are, and the attributes that queries ask for.</summary>
public sealed record IndexEntry
{
    private readonly Func<DicomDataset>? _load;
    private DicomDataset? _attributes;

    /// <summary>Class and instance UID.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Study Instance UID (0020,000D).</summary>
    public required DicomUid Study { get; init; }

    /// <summary>Series Instance UID (0020,000E).</summary>
    public required DicomUid Series { get; init; }

    /// <summary>Patient ID (0010,0020) without padding; empty when unknown.</summary>
    public string PatientId { get; init; } = string.Empty;

    /// <summary>How the stored data set is encoded.</summary>
    public required TransferSyntax TransferSyntax { get; init; }

    /// <summary>Where the blob store keeps it.</summary>
    public required BlobAddress Blob { get; init; }

    /// <summary>Length of the encoded data set in bytes.</summary>
    public long DatasetLength { get; init; }

    /// <summary>Hash of the encoded data set: equal bytes have equal hashes.</summary>
    public UInt128 ContentHash { get; init; }

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>AE title of the sender; empty when it came another way.</summary>
    public string CallingAe { get; init; } = string.Empty;

    /// <summary>SOP Instance UIDs of the instances that this one rejects: see <see cref="RejectionNote"/>. Given to an index with what is stored; entries that an index gives back need not have it.</summary>
    public IReadOnlyList<DicomUid> Rejects { get; init; } = [];

    /// <summary>The attributes for queries and nothing else, as <see cref="IndexAttributes.Extract"/> makes them. Not changed after it was set.</summary>
    public DicomDataset Attributes
    {
        get => _attributes ??= _load?.Invoke() ?? new DicomDataset();
        init => _attributes = value;
    }

    /// <summary>Makes <see cref="Attributes"/> when they are first asked for; most who locate instances do not.</summary>
    public Func<DicomDataset> LoadAttributes
    {
        init => _load = value;
    }
}
