namespace Pacs.Core;

/// <content>To and from the identifier of a C-FIND (PS3.4 §C.4.1.1.3).</content>
public sealed partial record DicomQuery
{
    /// <summary>Reads the identifier of a C-FIND request.</summary>
    /// <param name="identifier">The request's data set. Not kept.</param>
    /// <param name="root">The information model of the SOP class.</param>
    /// <param name="relational">Whether unique keys above the level may be absent or have several values: extended negotiation of relational queries (PS3.4 §C.4.1.2.2).</param>
    /// <returns>A query that returns exactly the attributes of the identifier and the unique keys of the level and above.</returns>
    /// <exception cref="DicomDataException">The level is missing or wrong, a unique key above it is missing, or a key is malformed; names the attribute.</exception>
    public static DicomQuery FromIdentifier(DicomDataset identifier, QueryRoot root, bool relational = false)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        QueryLevel level = HierarchyKeys.ReadLevel(identifier, root);
        var keys = new List<QueryKey>();
        var tags = new SortedSet<DicomTag>(HierarchyKeys.UniqueKeys(root, level));
        foreach (DicomElement element in identifier)
        {
            // Neither is matched: the one says how the rest is encoded, the other what zone its times are in (PS3.4 §C.2.2.2, §C.4.1.1.3.1).
            if (element.Tag == HierarchyKeys.QueryRetrieveLevel || element.Tag.IsGroupLength) continue;
            tags.Add(element.Tag);
            if (element.Tag == DicomTag.SpecificCharacterSet || element.Tag == DicomTag.TimezoneOffsetFromUTC) continue;
            if (QueryKeyParser.Parse(element) is { } key) keys.Add(key);
        }

        if (!relational) HierarchyKeys.RequireAbove(root, level, tag => keys.FirstOrDefault(k => k.Tag == tag));
        return new DicomQuery(root, level) { Keys = keys, ReturnsAll = false, ReturnTags = [.. tags] };
    }

    /// <summary>Makes the identifier of a C-FIND request.</summary>
    /// <returns>Query/Retrieve Level, the matching keys, and the attributes to return as zero-length elements. A query that returns all asks for the required keys of its level and what a list shows beside them.</returns>
    /// <exception cref="DicomDataException">A key has no form in an identifier: two keys for one attribute.</exception>
    public DicomDataset ToIdentifier()
    {
        var identifier = new DicomDataset();
        foreach (DicomTag tag in ReturnsAll ? HierarchyKeys.UsualKeys(Root, Level) : ReturnTags) QueryKeyWriter.WriteUniversal(identifier, tag);
        foreach (DicomTag tag in UniqueKeys()) QueryKeyWriter.WriteUniversal(identifier, tag);
        // Text that the default repertoire cannot hold goes out as UTF-8.
        if (Keys.Any(QueryKeyWriter.NeedsCharacterSet)) identifier.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        else identifier.Remove(DicomTag.SpecificCharacterSet); // never of zero length (PS3.4 §C.2.2.2)
        foreach (IGrouping<DicomTag, QueryKey> keys in Keys.GroupBy(k => k.Tag))
        {
            if (keys.Skip(1).Any()) throw new DicomDataException("An identifier holds one key for an attribute, and the query has more.", keys.Key);
            QueryKeyWriter.Write(identifier, keys.First());
        }

        identifier.Set(HierarchyKeys.QueryRetrieveLevel, HierarchyKeys.Code(Level));
        return identifier;
    }
}
