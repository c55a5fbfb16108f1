using System.Globalization;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>Random queries about entries of <see cref="SyntheticEntries"/>, made of their values so that many find something.</summary>
internal sealed class SyntheticQueries(int seed, IReadOnlyList<IndexEntry> entries)
{
    private static readonly DicomTag[] Texts =
    [
        DicomTag.PatientName, DicomTag.PatientName, DicomTag.PatientID, DicomTag.AccessionNumber, DicomTag.StudyDescription, DicomTag.StudyID,
        DicomTag.ReferringPhysicianName, DicomTag.PatientSex, DicomTag.Modality, DicomTag.ModalitiesInStudy, DicomTag.SeriesDescription,
        DicomTag.BodyPartExamined, DicomTag.InstanceNumber, DicomTag.SeriesNumber, DicomTag.Rows,
    ];

    private static readonly DicomTag[] Returns =
    [
        DicomTag.PatientName, DicomTag.PatientBirthDate, DicomTag.StudyDescription, DicomTag.ModalitiesInStudy, DicomTag.SOPClassesInStudy,
        DicomTag.NumberOfPatientRelatedStudies, DicomTag.NumberOfPatientRelatedInstances, DicomTag.NumberOfStudyRelatedInstances,
        DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfSeriesRelatedInstances, DicomTag.Rows, DicomTag.RequestAttributesSequence,
        DicomTag.AvailableTransferSyntaxUID, DicomTag.OtherPatientNames, DicomTag.PixelData,
    ];

    private static readonly DicomTag[] Orders =
    [
        DicomTag.StudyDate, DicomTag.StudyDate, DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.StudyTime, DicomTag.StudyDescription, DicomTag.ModalitiesInStudy,
        DicomTag.SOPClassesInStudy, DicomTag.NumberOfPatientRelatedInstances, DicomTag.NumberOfStudyRelatedInstances, DicomTag.NumberOfSeriesRelatedInstances, DicomTag.Modality,
        DicomTag.SeriesNumber, DicomTag.InstanceNumber, DicomTag.Rows, DicomTag.StudyInstanceUID, DicomTag.SOPInstanceUID, DicomTag.AvailableTransferSyntaxUID, DicomTag.PixelData,
    ];

    private readonly Random _random = new(seed);

    internal DicomQuery Next()
    {
        DicomQuery query = _random.Next(4) switch { 0 => DicomQuery.Patients(), 1 => DicomQuery.Studies(), 2 => DicomQuery.Series(), _ => DicomQuery.Instances() };
        if (query.Level > QueryLevel.Patient && _random.Next(2) == 0) query = query.In(QueryRoot.Patient);
        for (int i = _random.Next(4); i > 0; i--) query = Add(query);
        for (int i = _random.Next(4); i > 0; i--) query = query.Return(Pick(Returns));
        for (int i = _random.Next(4); i > 1; i--) query = query.OrderBy(Pick(Orders), isDescending: _random.Next(2) == 0);
        return query.IgnoreAccents(_random.Next(3) == 0).CombineDateAndTime(_random.Next(3) == 0);
    }

    private DicomQuery Add(DicomQuery query)
    {
        switch (_random.Next(10))
        {
            case 0: return query.Match(DicomTag.StudyInstanceUID, Uids(e => e.Study));
            case 1: return query.Match(DicomTag.SeriesInstanceUID, Uids(e => e.Series));
            case 2: return query.Match(DicomTag.SOPInstanceUID, Uids(e => e.Id.SopInstance));
            case 3: return query.Match(DicomTag.SOPClassUID, Uids(e => e.Id.SopClass));
            case 4: return query.Match(Pick(DicomTag.StudyDate, DicomTag.PatientBirthDate), Dates());
            case 5: return query.Match(DicomTag.StudyTime, new TimeRange(_random.Next(3) == 0 ? null : new TimeOnly(_random.Next(14), 0), new TimeOnly(_random.Next(14, 24), 30)));
            case 6:
                var item = new TextQueryKey(DicomTag.ScheduledProcedureStepID, [Pick("SPS1", "SPS*", "RP1")]);
                return query.Match(new SequenceQueryKey(DicomTag.RequestAttributesSequence, _random.Next(4) == 0 ? [] : [item], []));
            case 7: return query.Except(DicomTag.StudyInstanceUID, Uids(e => e.Study));
            default: return AddText(query);
        }
    }

    private DicomQuery AddText(DicomQuery query)
    {
        DicomTag tag = Pick(Texts);
        string value = Pick(entries).Attributes.GetString(tag == DicomTag.ModalitiesInStudy ? DicomTag.Modality : tag) ?? "CT";
        string text = Mutate(value.Trim());
        if (_random.Next(6) == 0) return query.Match(new TextQueryKey(tag, [text.Length == 0 ? "X" : text, "CT", "PID1"]));
        return query.Match(tag, text);
    }

    private string Mutate(string value)
    {
        if (value.Length == 0) return value;
        int at = _random.Next(value.Length);
        return _random.Next(13) switch
        {
            0 => value[..at] + "*",
            1 => "*" + value[at..] + "*",
            2 => value[..at] + "?" + value[(at + 1)..],
            3 => value.ToLowerInvariant(),
            4 => value + "X",
            5 => "*",
            6 => value.Split('^')[0] + "^*",
            7 => "*" + value[at..],
            8 => value[..at] + "*" + value[at] + "*" + value[^1] + "*",
            9 => SearchText.RemoveAccents(value),
            10 => SearchText.RemoveAccents(value)[..1] + "*",
            11 => value.Split('^')[0] + "*=*",
            _ => value,
        };
    }

    private List<DicomUid> Uids(Func<IndexEntry, DicomUid> uid)
    {
        var uids = new List<DicomUid>();
        for (int i = _random.Next(1, 4); i > 0; i--) uids.Add(_random.Next(10) == 0 ? new DicomUid("1.2.3") : uid(Pick(entries)));
        return uids;
    }

    private DateRange Dates()
    {
        DateOnly from = new DateOnly(_random.Next(3) == 0 ? 1950 : 2025, 1, 1).AddDays(_random.Next(400)), to = from.AddDays(_random.Next(3) == 0 ? 0 : _random.Next(200));
        return _random.Next(4) switch { 0 => DateRange.Since(from), 1 => DateRange.Until(to), _ => DateRange.Between(from, to) };
    }

    private T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    /// <summary>A query in words, for the message of a failed test.</summary>
    internal static string Describe(DicomQuery query) => string.Create(CultureInfo.InvariantCulture,
        $"{query.Root}/{query.Level} keys [{string.Join("; ", query.Keys.Select(Describe))}] return {(query.ReturnsAll ? "all" : string.Join(' ', query.ReturnTags))} order {string.Join(' ', query.Order)} accents {!query.IgnoresAccents} combined {query.CombinesDateAndTime}");

    private static string Describe(QueryKey key) => key switch
    {
        TextQueryKey text => $"{key.Tag.Keyword} = {string.Join('|', text.Values)}",
        UidExclusionKey uids => $"{key.Tag.Keyword} not in {string.Join('|', uids.Values)}",
        UidQueryKey uids => $"{key.Tag.Keyword} in {string.Join('|', uids.Values)}",
        SequenceQueryKey sequence => $"{key.Tag.Keyword} > {string.Join(", ", sequence.Keys.Select(Describe))}",
        _ => key.ToString(),
    };
}
