namespace Pacs.Core;

/// <summary>What stands before the data set of a file, and how the data set turned out to be encoded.</summary>
internal readonly record struct FileHead(DicomDataset Meta, TransferSyntax Syntax, long DatasetOffset, IReadOnlyList<ValidationFinding> Findings)
{
    /// <summary>Bytes of the data set after which more do not change what is found out here.</summary>
    public const int EnoughOfDataset = 4096;

    // The first element of a data set is short; a VR and a 16-bit length taken for a length are not.
    private const uint MostFirstLength = 0x10000;

    /// <summary>Reads preamble and file meta information (PS3.10 §7.1), or finds out that they are missing.</summary>
    /// <param name="bytes">The file from its start: all of it, or enough to hold group 0002 and the first element header after it. Not kept.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="DicomDataException">The bytes are no DICOM.</exception>
    public static FileHead Read(ReadOnlyMemory<byte> bytes, DicomReadOptions options)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        var findings = new FindingList();
        int start;
        bool hasPrefix = span.Length >= FileMetaInformation.PrefixLength && span.Slice(128, 4).SequenceEqual("DICM"u8);
        // Four letters of a value can stand there too, in a file that begins with its data set.
        if (hasPrefix && (ElementScanner.IsGroup2(span[FileMetaInformation.PrefixLength..]) || Guess(span) is null))
        {
            start = FileMetaInformation.PrefixLength;
        }
        else if (span.StartsWith("DICM"u8))
        {
            start = 4;
            findings.Add(FindingKind.Preamble, null, 0, "The file begins with DICM, without a preamble.");
        }
        else
        {
            start = 0;
            findings.Add(FindingKind.Preamble, null, 0, "The file has no preamble and no DICM prefix.");
        }

        int end = MetaEnd(span, start, ref findings);
        if (end == start) return WithoutMeta(span, start, findings);
        DicomDataset meta = DatasetParser.Parse(bytes[start..end].ToArray(), ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian), options, start);
        TransferSyntax? stated = meta.GetUid(DicomTag.TransferSyntaxUID) is { } uid ? TransferSyntax.Get(uid) : null;
        if (stated is null) findings.Add(FindingKind.FileMeta, DicomTag.TransferSyntaxUID, start, "The file meta information names no transfer syntax.");
        if (stated is { IsKnown: false }) findings.Add(FindingKind.FileMeta, DicomTag.TransferSyntaxUID, start, $"{stated.Uid} is no transfer syntax of PS3.6.");
        TransferSyntax syntax = Confirm(span[end..], stated, end, ref findings);
        return new FileHead(meta, syntax, end, findings.ToList());
    }

    /// <summary>What reading tolerated in the file's structure and in its data set.</summary>
    public IReadOnlyList<ValidationFinding> FindingsWith(DicomDataset dataset) =>
        Findings.Count == 0 ? dataset.Findings : dataset.Findings.Count == 0 ? Findings : [.. Findings, .. dataset.Findings];

    /// <summary>Where group 0002 ends: found by walking its elements, since group lengths are often wrong.</summary>
    private static int MetaEnd(ReadOnlySpan<byte> span, int start, ref FindingList findings)
    {
        var encoding = ElementEncoding.Of(TransferSyntax.ExplicitVRLittleEndian);
        int position = start;
        uint? stated = null;
        while (ElementScanner.TryReadHeader(span[position..], encoding, out ScannedElement element, out uint length) && element.Tag.Group == 0x0002)
        {
            long next = (long)position + element.HeaderLength + length;
            if (next > span.Length)
                throw new DicomDataException($"The file ends inside the file meta information: value length {length}, {span.Length - position - element.HeaderLength} bytes left.", element.Tag, position);
            if (element.Tag.Element == 0 && length == 4) stated = (uint)next + ElementScanner.ReadUInt32(span[(position + element.HeaderLength)..], isBigEndian: false);
            position = (int)next;
        }

        if (position > start && stated is null) findings.Add(FindingKind.FileMeta, new DicomTag(0x0002_0000), start, "The group length is missing.");
        else if (position > start && stated != position) findings.Add(FindingKind.FileMeta, new DicomTag(0x0002_0000), start, $"The group length says that the data set begins at {stated}; it begins at {position}.");
        return position;
    }

    private static FileHead WithoutMeta(ReadOnlySpan<byte> span, int start, FindingList findings)
    {
        if ((Guess(span[start..]) ?? GuessDeflated(span[start..])) is not { } syntax)
            throw new DicomDataException("This is no DICOM file: no DICM prefix, no file meta information, and no data set at its start.", null, start);
        findings.Add(FindingKind.FileMeta, null, start, $"There is no file meta information; the data set looks like {syntax}.");
        return new FileHead(new DicomDataset(), syntax, start, findings.ToList());
    }

    /// <summary>Believes the first element more than the stated syntax, where the two disagree about VR or byte order.</summary>
    private static TransferSyntax Confirm(ReadOnlySpan<byte> body, TransferSyntax? stated, int offset, ref FindingList findings)
    {
        TransferSyntax? found = Guess(body) ?? GuessDeflated(body);
        if (found is { IsDeflated: true } && DeflatedBody.HeaderLength(body) > 0) findings.Add(FindingKind.TransferSyntax, null, offset, "The deflate stream has a zlib header (RFC 1950), which PS3.5 §A.5 does not have.");
        if (stated is { IsDeflated: true } && found is null) return stated;
        if (stated is null) return found ?? TransferSyntax.ImplicitVRLittleEndian; // the default of PS3.5 §10.1
        if (found is null || (found.HasSameElementEncoding(stated) && found.IsDeflated == stated.IsDeflated)) return stated;
        findings.Add(FindingKind.TransferSyntax, null, offset, $"The file says {stated}, the data set is {found}.");
        return found;
    }

    /// <summary>Whether the bytes can be inflated to what a data set could begin with.</summary>
    private static TransferSyntax? GuessDeflated(ReadOnlySpan<byte> body)
    {
        Span<byte> start = stackalloc byte[16];
        return DeflatedBody.TryInflateStart(body[..Math.Min(body.Length, EnoughOfDataset)], start) && Guess(start) == TransferSyntax.ExplicitVRLittleEndian ? TransferSyntax.DeflatedExplicitVRLittleEndian : null;
    }

    /// <summary>How the first element is encoded, or null when it is none that a data set could begin with.</summary>
    private static TransferSyntax? Guess(ReadOnlySpan<byte> body)
    {
        if (body.Length < 8) return null;
        bool hasVR = ((DicomVR)(body[4] | body[5] << 8)).IsKnown();
        DicomTag little = ElementScanner.ReadTag(body, isBigEndian: false), big = ElementScanner.ReadTag(body, isBigEndian: true);
        // A data set begins with a low group: 0008 for all composite objects, 0004 for a DICOMDIR.
        if (little.Group is > 0x0002 and <= 0x0040)
        {
            if (hasVR) return TransferSyntax.ExplicitVRLittleEndian;
            uint length = ElementScanner.ReadUInt32(body[4..], isBigEndian: false);
            return length <= MostFirstLength || length == ElementScanner.UndefinedLength ? TransferSyntax.ImplicitVRLittleEndian : null;
        }

        return big.Group is > 0x0002 and <= 0x0040 && hasVR ? TransferSyntax.ExplicitVRBigEndian : null;
    }
}
