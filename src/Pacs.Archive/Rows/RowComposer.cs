using System.Buffers;
using System.Buffers.Text;
using Pacs.Core;

namespace Pacs.Archive;

/// <summary>Makes the results of one query out of what an index keeps: joins the runs, adds what is counted, restricts to what is asked for, and tests the keys that the index did not.</summary>
/// <remarks>Reuses its buffers: not thread-safe. The data sets it returns are the caller's.</remarks>
public sealed class RowComposer
{
    private readonly DicomQuery _query;
    private readonly QueryMatcher? _matcher;
    private readonly DicomTag[] _tags;      // ascending; empty where everything is returned
    private readonly DicomVR[] _emptyVRs;   // the VR for a zero-length element of each tag; None: left out
    private readonly SequenceQueryKey[] _itemKeys;
    private readonly HashSet<DicomTag> _derived;
    private readonly ArrayBufferWriter<byte> _derivedRun = new(256), _output = new(2048);

    /// <summary>Prepares for a query.</summary>
    /// <param name="attributes">What the index keeps.</param>
    /// <param name="query">The query.</param>
    /// <param name="keys">The keys to test, or null for all of the query's. Keys that <see cref="IndexAttributes.UnsupportedKeys"/> reports are never tested.</param>
    public RowComposer(IndexAttributes attributes, DicomQuery query, IReadOnlyList<QueryKey>? keys = null)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(query);
        _query = query;
        QueryKey[] tested = [.. (keys ?? query.Keys).Where(k => attributes.Supports(query.Level, k.Tag))];
        _matcher = tested.Length > 0 ? new QueryMatcher(query, tested) : null;
        _itemKeys = [.. query.Keys.OfType<SequenceQueryKey>().Where(k => k.ReturnTags.Count > 0)];
        _tags = [.. query.ReturnTags.Where(t => t != DicomTag.SpecificCharacterSet)];
        _emptyVRs = [.. _tags.Select(t => EmptyVR(attributes, query.Level, t))];
        _derived = query.ReturnsAll
            ? [.. attributes.Levels.Where(l => l.Value <= query.Level && IndexAttributes.IsDerived(l.Key)).Select(l => l.Key)]
            : [.. _tags.Where(t => IndexAttributes.IsDerived(t) && attributes.LevelOf(t) <= query.Level)];
    }

    /// <summary>Whether counts of the patient are asked for.</summary>
    public bool NeedsPatientCounts => _derived.Contains(DicomTag.NumberOfPatientRelatedStudies)
        || _derived.Contains(DicomTag.NumberOfPatientRelatedSeries) || _derived.Contains(DicomTag.NumberOfPatientRelatedInstances);

    /// <summary>The result for a row, or null when it does not match.</summary>
    public DicomDataset? Compose(in IndexRow row)
    {
        WriteDerived(in row);
        ReadOnlySpan<byte> top = row.Top, series = row.Series, image = row.Image;
        if (!AttributeRuns.CanMix(top, series) || !AttributeRuns.CanMix(top, image) || !AttributeRuns.CanMix(series, image))
        {
            top = AttributeRuns.Transcode(top);
            series = AttributeRuns.Transcode(series);
            image = AttributeRuns.Transcode(image);
        }

        _output.ResetWrittenCount();
        if (_query.ReturnsAll) JoinAll(top, series, image);
        else JoinSome(top, series, image);
        DicomDataset result = AttributeRuns.Parse(_output.WrittenSpan.ToArray());
        if (_matcher?.Matches(result) == false) return null;
        foreach (SequenceQueryKey key in _itemKeys) RestrictItems(result, key);
        return result;
    }

    private void JoinSome(ReadOnlySpan<byte> top, ReadOnlySpan<byte> series, ReadOnlySpan<byte> image)
    {
        WriteCharacterSet(top, series, image);
        RunReader a = new(top), b = new(series), c = new(image), d = new(_derivedRun.WrittenSpan);
        a.Next();
        b.Next();
        c.Next();
        d.Next();
        for (int i = 0; i < _tags.Length; i++)
        {
            DicomTag tag = _tags[i];
            if (a.Seek(tag) && a.Tag == tag) _output.Write(a.Element);
            else if (b.Seek(tag) && b.Tag == tag) _output.Write(b.Element);
            else if (c.Seek(tag) && c.Tag == tag) _output.Write(c.Element);
            else if (d.Seek(tag) && d.Tag == tag) _output.Write(d.Element);
            else if (_emptyVRs[i] != DicomVR.None) AttributeWriter.WriteHeader(_output, tag, _emptyVRs[i], 0);
        }
    }

    private void JoinAll(ReadOnlySpan<byte> top, ReadOnlySpan<byte> series, ReadOnlySpan<byte> image)
    {
        WriteCharacterSet(top, series, image);
        RunReader a = new(top), b = new(series), c = new(image), d = new(_derivedRun.WrittenSpan);
        a.Next();
        b.Next();
        c.Next();
        d.Next();
        while (true)
        {
            uint lowest = uint.MaxValue;
            if (a.HasElement) lowest = Math.Min(lowest, a.Tag.Value);
            if (b.HasElement) lowest = Math.Min(lowest, b.Tag.Value);
            if (c.HasElement) lowest = Math.Min(lowest, c.Tag.Value);
            if (d.HasElement) lowest = Math.Min(lowest, d.Tag.Value);
            if (lowest == uint.MaxValue) return;
            bool isWritten = lowest == DicomTag.SpecificCharacterSet.Value; // written already
            Take(ref a, lowest, ref isWritten);
            Take(ref b, lowest, ref isWritten);
            Take(ref c, lowest, ref isWritten);
            Take(ref d, lowest, ref isWritten);
        }
    }

    private void Take(ref RunReader reader, uint tag, ref bool isWritten)
    {
        if (!reader.HasElement || reader.Tag.Value != tag) return;
        if (!isWritten) _output.Write(reader.Element);
        isWritten = true;
        reader.Next();
    }

    private void WriteCharacterSet(ReadOnlySpan<byte> top, ReadOnlySpan<byte> series, ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> element = AttributeRuns.CharacterSetOf(top);
        if (element.IsEmpty) element = AttributeRuns.CharacterSetOf(series);
        if (element.IsEmpty) element = AttributeRuns.CharacterSetOf(image);
        _output.Write(element);
    }

    // In ascending order of tags.
    private void WriteDerived(in IndexRow row)
    {
        _derivedRun.ResetWrittenCount();
        if (_derived.Count == 0) return;
        if (_derived.Contains(DicomTag.ModalitiesInStudy)) AttributeWriter.Write(_derivedRun, DicomTag.ModalitiesInStudy, DicomVR.CS, row.Modalities);
        if (_derived.Contains(DicomTag.SOPClassesInStudy)) AttributeWriter.Write(_derivedRun, DicomTag.SOPClassesInStudy, DicomVR.UI, row.SopClasses);
        if (_derived.Contains(DicomTag.AvailableTransferSyntaxUID)) AttributeWriter.Write(_derivedRun, DicomTag.AvailableTransferSyntaxUID, DicomVR.UI, row.TransferSyntax);
        WriteCount(DicomTag.NumberOfPatientRelatedStudies, row.PatientCounts.Studies);
        WriteCount(DicomTag.NumberOfPatientRelatedSeries, row.PatientCounts.Series);
        WriteCount(DicomTag.NumberOfPatientRelatedInstances, row.PatientCounts.Instances);
        WriteCount(DicomTag.NumberOfStudyRelatedSeries, row.StudyCounts.Series);
        WriteCount(DicomTag.NumberOfStudyRelatedInstances, row.StudyCounts.Instances);
        WriteCount(DicomTag.NumberOfSeriesRelatedInstances, row.SeriesInstances);
    }

    private void WriteCount(DicomTag tag, long count)
    {
        if (!_derived.Contains(tag)) return;
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(count, digits, out int length);
        AttributeWriter.Write(_derivedRun, tag, DicomVR.IS, digits[..length]);
    }

    private static void RestrictItems(DicomDataset dataset, SequenceQueryKey key)
    {
        if (dataset.GetSequence(key.Tag) is not { Count: > 0 } sequence) return;
        var items = new List<DicomDataset>(sequence.Count);
        foreach (DicomDataset item in sequence)
        {
            var restricted = new DicomDataset();
            foreach (DicomTag tag in key.ReturnTags)
            {
                if (item.TryGet(tag, out DicomElement element)) restricted.Set(element);
                else if (tag != DicomTag.SpecificCharacterSet) restricted.SetBytes(tag, VROf(tag), []);
            }

            foreach (SequenceQueryKey inner in key.Keys.OfType<SequenceQueryKey>()) RestrictItems(restricted, inner);
            if (item.TryGet(DicomTag.SpecificCharacterSet, out DicomElement own)) restricted.Set(own);
            items.Add(restricted);
        }

        dataset.Set(key.Tag, new DicomSequence(items));
    }

    private static DicomVR EmptyVR(IndexAttributes attributes, QueryLevel level, DicomTag tag) =>
        attributes.LevelOf(tag) <= level ? VROf(tag) : DicomVR.None;

    private static DicomVR VROf(DicomTag tag) => DicomDictionary.TryGetVR(tag, out DicomVR vr) ? vr : DicomVR.UN;
}
