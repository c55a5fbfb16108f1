namespace Pacs.Core;

/// <summary>One matching key of a <see cref="DicomQuery"/>: an attribute and what its value must be (PS3.4 §C.2.2.2). A key that matches everything is no matching key and is only returned.</summary>
/// <param name="Tag">The attribute.</param>
public abstract record QueryKey(DicomTag Tag);

/// <summary>Single value and wildcard matching of text and numbers (PS3.4 §C.2.2.2.1, §C.2.2.2.4); the value representation decides whether <c>*</c> and <c>?</c> are wildcards.</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Values">At least one; an attribute matches when any of its values matches any of them.</param>
public sealed record TextQueryKey(DicomTag Tag, IReadOnlyList<string> Values) : QueryKey(Tag);

/// <summary>List of UID matching (PS3.4 §C.2.2.2.2).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Values">At least one UID; the attribute must have one of them.</param>
public sealed record UidQueryKey(DicomTag Tag, IReadOnlyList<DicomUid> Values) : QueryKey(Tag)
{
    /// <summary>A key that nothing matches: a UID of a root of its own that nobody was given. For restrictions that leave nothing.</summary>
    /// <param name="tag">The attribute.</param>
    public static UidQueryKey Nothing(DicomTag tag) => new(tag, [new DicomUid("0")]);
}

/// <summary>The opposite of a list of UIDs: none of them. The standard has no such matching, so it has no form in an identifier or a URL; it is for an archive's own program, which knows more of its studies than DICOM says.</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Values">At least one UID; the attribute must have none of them. One that is absent has none.</param>
public sealed record UidExclusionKey(DicomTag Tag, IReadOnlyList<DicomUid> Values) : QueryKey(Tag);

/// <summary>Range matching of dates (PS3.4 §C.2.2.2.5.1).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Range">The days that match.</param>
public sealed record DateQueryKey(DicomTag Tag, DateRange Range) : QueryKey(Tag);

/// <summary>Range matching of times (PS3.4 §C.2.2.2.5.2).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Range">The times of the day that match.</param>
public sealed record TimeQueryKey(DicomTag Tag, TimeRange Range) : QueryKey(Tag);

/// <summary>Range matching of date times (PS3.4 §C.2.2.2.5.3).</summary>
/// <param name="Tag">The attribute.</param>
/// <param name="Range">The moments that match.</param>
public sealed record DateTimeQueryKey(DicomTag Tag, DateTimeRange Range) : QueryKey(Tag);

/// <summary>Sequence matching (PS3.4 §C.2.2.2.6): some item must match every key.</summary>
/// <param name="Tag">The sequence.</param>
/// <param name="Keys">Keys of one item; empty matches everything, for the sequence is then only returned.</param>
/// <param name="ReturnTags">Attributes to return of each item; empty for all.</param>
public sealed record SequenceQueryKey(DicomTag Tag, IReadOnlyList<QueryKey> Keys, IReadOnlyList<DicomTag> ReturnTags) : QueryKey(Tag);

/// <summary>Empty value matching (PS3.4 §C.2.2.2.7): the attribute must be absent or without a value.</summary>
/// <param name="Tag">The attribute.</param>
public sealed record EmptyQueryKey(DicomTag Tag) : QueryKey(Tag);
