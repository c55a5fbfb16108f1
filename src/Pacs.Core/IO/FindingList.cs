namespace Pacs.Core;

/// <summary>Collects findings while reading; costs nothing while there are none, and stops at a limit so that a hostile input cannot fill memory with them.</summary>
internal struct FindingList
{
    private const int Limit = 100;
    private List<ValidationFinding>? _findings;

    /// <summary>Whether more would not be kept.</summary>
    public readonly bool IsFull => _findings is { Count: >= Limit };

    public void Add(FindingKind kind, DicomTag? tag, long offset, string message)
    {
        _findings ??= [];
        if (_findings.Count < Limit) _findings.Add(new ValidationFinding(kind, tag, offset, message));
    }

    /// <summary>Adds a finding unless there is one of its kind.</summary>
    public void AddOnce(FindingKind kind, DicomTag? tag, long offset, string message)
    {
        if (_findings is null || (!IsFull && !_findings.Exists(finding => finding.Kind == kind))) Add(kind, tag, offset, message);
    }

    public readonly IReadOnlyList<ValidationFinding> ToList() => _findings ?? (IReadOnlyList<ValidationFinding>)[];

    /// <summary>Notes what is wrong with an element's header.</summary>
    public void NoteHeader(in ScannedElement element, long length, long position)
    {
        if (element.HasInvalidVR) Add(FindingKind.InvalidVR, element.Tag, position, "The VR field holds no VR of PS3.5 §6.2.");
        if (element.IsExplicitInImplicit) Add(FindingKind.TransferSyntax, element.Tag, position, "The element is in explicit VR, the data set around it is not.");
        if ((length & 1) != 0 && !element.IsUndefinedLength) Add(FindingKind.OddLength, element.Tag, position, $"Value length {length} is odd.");
    }

    /// <summary>Makes a slot of a scanned element, noting what is wrong with it, and cutting its length to what is there.</summary>
    /// <param name="element">The element.</param>
    /// <param name="header">Where its header begins in the source.</param>
    /// <param name="available">Bytes from there to the end of the source.</param>
    /// <param name="position">Where its header begins, as findings say it.</param>
    /// <param name="options">Whether a truncated value is refused.</param>
    public ElementSlot Accept(in ScannedElement element, int header, int available, long position, DicomReadOptions options)
    {
        long there = available - element.HeaderLength;
        long length = element.ValueLength;
        NoteHeader(in element, length, position);
        if (element.IsMissingDelimiter) Add(FindingKind.Delimiter, element.Tag, position, "The delimiter of the undefined length, or one inside, is missing.");
        if (length > there)
        {
            if (options.RefuseTruncated) throw new DicomDataException($"Value length {length} exceeds the {there} bytes left.", element.Tag, position);
            Add(FindingKind.Truncated, element.Tag, position, $"Value length {length} exceeds the {there} bytes left.");
            length = there;
        }

        return new ElementSlot
        {
            Tag = element.Tag,
            VR = element.VR,
            IsUndefinedLength = element.IsUndefinedLength,
            IsIrregular = (element.ValueLength & 1) != 0 || element.HasInvalidVR || element.IsExplicitInImplicit || element.IsMissingDelimiter || element.ValueLength > length,
            HeaderOffset = header,
            ValueOffset = header + element.HeaderLength,
            Length = length,
        };
    }
}
