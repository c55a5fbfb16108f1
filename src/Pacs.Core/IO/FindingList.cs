namespace Pacs.Core;

/// <summary>Collects findings while reading; costs nothing while there are none, and stops at a limit so that a hostile input cannot fill memory with them.</summary>
internal struct FindingList
{
    private const int Limit = 100;
    private List<ValidationFinding>? _findings;

    public void Add(FindingKind kind, DicomTag? tag, long offset, string message)
    {
        _findings ??= [];
        if (_findings.Count < Limit) _findings.Add(new ValidationFinding(kind, tag, offset, message));
    }

    public readonly IReadOnlyList<ValidationFinding> ToList() => _findings ?? (IReadOnlyList<ValidationFinding>)[];

    /// <summary>Makes a slot of a scanned element, noting what is wrong with it, and cutting its length to what is there.</summary>
    public ElementSlot Accept(in ScannedElement element, int position, int available, DicomReadOptions options)
    {
        long there = available - element.HeaderLength;
        long length = element.ValueLength;
        if (element.HasInvalidVR) Add(FindingKind.InvalidVR, element.Tag, position, "The VR field holds no VR of PS3.5 §6.2.");
        if (element.IsMissingDelimiter) Add(FindingKind.Delimiter, element.Tag, position, "The delimiter of the undefined length is missing.");
        if (length > there)
        {
            if (options.RefuseTruncated) throw new DicomDataException($"Value length {length} exceeds the {there} bytes left.", element.Tag, position);
            Add(FindingKind.Truncated, element.Tag, position, $"Value length {length} exceeds the {there} bytes left.");
            length = there;
        }
        else if ((length & 1) != 0)
        {
            Add(FindingKind.OddLength, element.Tag, position, $"Value length {length} is odd.");
        }

        return new ElementSlot
        {
            Tag = element.Tag,
            VR = element.VR,
            IsUndefinedLength = element.IsUndefinedLength,
            IsIrregular = element.HasInvalidVR || element.IsMissingDelimiter || element.ValueLength > length,
            HeaderOffset = position,
            ValueOffset = position + element.HeaderLength,
            Length = length,
        };
    }
}
