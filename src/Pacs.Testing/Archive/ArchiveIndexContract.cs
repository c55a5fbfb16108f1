using NUnit.Framework;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>What every <see cref="IArchiveIndex"/> must do, its answers to queries first (PS3.4 Annex C). Derive from it, make an empty index in <see cref="ArchiveIndexChangeContract.CreateAsync"/>, and run it with NUnit.</summary>
/// <example><code>
/// public sealed class MyIndexTests : ArchiveIndexContract
/// {
///     protected override async ValueTask&lt;IArchiveIndex&gt; CreateAsync() => await MyIndex.OpenAsync(fresh);
/// }
/// </code></example>
public abstract class ArchiveIndexContract : ArchiveIndexOrderContract
{
#pragma warning disable CS1591, CA1861 // the names of the tests say what they test
    private readonly SyntheticEntries _entries = new(2);

    [Test, Category("PS3.4 §C.2.2.2.1")]
    public async Task PatientId_MatchesExactlyAndCaseSensitively()
    {
        await StoreAsync(_entries.Entry("A1", "1.1", "1.1.1", "1.1.1.1"), _entries.Entry("a1", "1.2", "1.2.1", "1.2.1.1"), _entries.Entry("A10", "1.3", "1.3.1", "1.3.1.1")).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "A1")).ConfigureAwait(false), Is.EqualTo(new[] { "A1" }));
            Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "A1*")).ConfigureAwait(false), Is.EquivalentTo(new[] { "A1", "A10" }));
            Assert.That(await PatientIdsAsync(DicomQuery.Patients().Match(DicomTag.PatientID, "?1")).ConfigureAwait(false), Is.EquivalentTo(new[] { "A1", "a1" }));
        }
    }

    [TestCase("doe*", "DOE^JOHN|DOE")]
    [TestCase("Doe^John", "DOE^JOHN")]
    [TestCase("DOE", "DOE")]
    [TestCase("DOE^*", "DOE^JOHN|DOE")]
    [TestCase("*john", "DOE^JOHN")]
    [TestCase("müller*", "Müller^Jörg")]
    [TestCase("MÜL?ER^JÖRG", "Müller^Jörg")]
    [TestCase("muller*", "")]
    [TestCase("[a*", "[A]^B")]
    [TestCase("*", "DOE^JOHN|DOE|Müller^Jörg|[A]^B")]
    [Category("PS3.4 §C.2.2.2.4")]
    public async Task PatientName_MatchesWithoutRegardToCase(string key, string expected)
    {
        string[] names = ["DOE^JOHN", "DOE", "Müller^Jörg", "[A]^B"];
        await StoreAsync([.. names.Select((n, i) => _entries.Entry($"P{i}", $"1.{i}", $"1.{i}.1", $"1.{i}.1.1", d =>
        {
            d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
            d.Set(DicomTag.PatientName, n);
        }))]).ConfigureAwait(false);
        foreach (DicomQuery query in (DicomQuery[])[DicomQuery.Studies(), DicomQuery.Patients()])
        {
            List<DicomDataset> found = await FindAsync(query.Match(DicomTag.PatientName, key)).ConfigureAwait(false);
            Assert.That(found.Select(d => d.GetString(DicomTag.PatientName)), Is.EquivalentTo(expected.Split('|', StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    [Test]
    public async Task PatientName_MatchesWithoutAccents_WhereAsked()
    {
        await StoreAsync(_entries.Entry("P1", "1.1", "1.1.1", "1.1.1.1", d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100"); d.Set(DicomTag.PatientName, "Müller^Zoë"); })).ConfigureAwait(false);
        Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.PatientName, "muller^zoe").IgnoreAccents()).ConfigureAwait(false), Is.EqualTo(new[] { "P1" }));
    }

    [TestCase("YAMADA*")]
    [TestCase("山田*")]
    [TestCase("やまだ^たろう")]
    [TestCase("YAMADA*=山田*")]
    [Category("PS3.5 §H.3")]
    public async Task PatientName_MatchesInAnyOfItsScripts(string key)
    {
        await StoreAsync(_entries.Entry("P1", "1.1", "1.1.1", "1.1.1.1", d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192"); d.Set(DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう"); })).ConfigureAwait(false);
        Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.PatientName, key)).ConfigureAwait(false), Is.EqualTo(new[] { "P1" }));
    }

    [TestCase("20260101-20260131", "20260101|20260131")]
    [TestCase("20260201-", "20260201")]
    [TestCase("-20251231", "20251231")]
    [TestCase("20260131", "20260131")]
    [Category("PS3.4 §C.2.2.2.5")]
    public async Task StudyDate_MatchesRanges(string key, string expected)
    {
        string[] dates = ["20251231", "20260101", "20260131", "20260201", ""];
        await StoreAsync([.. dates.Select((date, i) => _entries.Entry("P", $"1.{i}", $"1.{i}.1", $"1.{i}.1.1", d => d.Set(DicomTag.StudyDate, date)))]).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Studies().Match(DicomTag.StudyDate, key)).ConfigureAwait(false);
        Assert.That(found.Select(d => d.GetString(DicomTag.StudyDate)), Is.EquivalentTo(expected.Split('|')));
    }

    [Test, Category("PS3.4 §C.2.2.2.5")]
    public async Task DateAndTime_MatchTogetherOnlyWhereAsked()
    {
        await StoreAsync(_entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => { d.Set(DicomTag.StudyDate, "20260102"); d.Set(DicomTag.StudyTime, "0300"); })).ConfigureAwait(false);
        DicomQuery query = DicomQuery.Studies().Match(DicomTag.StudyDate, "20260101-20260103").Match(DicomTag.StudyTime, "1000-1800");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(query).ConfigureAwait(false), Is.Empty);
            Assert.That(await FindAsync(query.CombineDateAndTime()).ConfigureAwait(false), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Study_TellsWhatItContains()
    {
        await StoreAsync(
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.Modality, "MR")),
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.2", d => d.Set(DicomTag.Modality, "MR")),
            _entries.Entry("P", "1.1", "1.1.2", "1.1.2.1", d => { d.Set(DicomTag.Modality, "CT"); d.Set(DicomTag.SOPClassUID, DicomUid.MRImageStorage); }),
            _entries.Entry("P", "1.2", "1.2.1", "1.2.1.1")).ConfigureAwait(false);
        DicomDataset study = (await FindAsync(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, "1.1").Return(
            DicomTag.ModalitiesInStudy, DicomTag.SOPClassesInStudy, DicomTag.NumberOfStudyRelatedSeries, DicomTag.NumberOfStudyRelatedInstances,
            DicomTag.NumberOfPatientRelatedStudies, DicomTag.NumberOfPatientRelatedSeries, DicomTag.NumberOfPatientRelatedInstances)).ConfigureAwait(false)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(study.GetStrings(DicomTag.ModalitiesInStudy), Is.EquivalentTo(new[] { "CT", "MR" }));
            Assert.That(study.GetStrings(DicomTag.SOPClassesInStudy), Is.EquivalentTo(new[] { DicomUid.CTImageStorage.Value, DicomUid.MRImageStorage.Value }));
            Assert.That(study.GetInt32(DicomTag.NumberOfStudyRelatedSeries), Is.EqualTo(2));
            Assert.That(study.GetInt32(DicomTag.NumberOfStudyRelatedInstances), Is.EqualTo(3));
            Assert.That(study.GetInt32(DicomTag.NumberOfPatientRelatedStudies), Is.EqualTo(2));
            Assert.That(study.GetInt32(DicomTag.NumberOfPatientRelatedSeries), Is.EqualTo(3));
            Assert.That(study.GetInt32(DicomTag.NumberOfPatientRelatedInstances), Is.EqualTo(4));
        }
    }

    [Test]
    public async Task ModalitiesInStudy_MatchesAStudyThatHasOneOfThem()
    {
        await StoreAsync(
            _entries.Entry("P1", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.Modality, "CT")),
            _entries.Entry("P1", "1.1", "1.1.2", "1.1.2.1", d => d.Set(DicomTag.Modality, "SR")),
            _entries.Entry("P2", "1.2", "1.2.1", "1.2.1.1", d => d.Set(DicomTag.Modality, "C"))).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.ModalitiesInStudy, "SR")).ConfigureAwait(false), Is.EqualTo(new[] { "P1" }));
            Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.ModalitiesInStudy, "C")).ConfigureAwait(false), Is.EqualTo(new[] { "P2" }));
            Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.ModalitiesInStudy, "MR\\CT")).ConfigureAwait(false), Is.EqualTo(new[] { "P1" }));
        }
    }

    [Test, Category("PS3.4 §C.2.2.2.2")]
    public async Task UidList_MatchesAnyOfManyThousands()
    {
        IndexEntry[] all = [.. new SyntheticEntries(3).Archive(studies: 40, seriesPerStudy: 1, imagesPerSeries: 1)];
        await StoreAsync(all).ConfigureAwait(false);
        DicomUid[] wanted = [.. all.Take(30).Select(e => e.Study), .. Enumerable.Range(0, 5000).Select(i => new DicomUid($"1.9.{i}"))];
        Assert.That(await FindAsync(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, wanted)).ConfigureAwait(false), Has.Count.EqualTo(30));
    }

    [Test]
    public async Task UidExclusion_LeavesOutAnyOfManyThousands_InResultsOrderAndCount()
    {
        IndexEntry[] all = [.. new SyntheticEntries(3).Archive(studies: 40, seriesPerStudy: 1, imagesPerSeries: 1)];
        await StoreAsync(all).ConfigureAwait(false);
        DicomUid[] studies = [.. all.Select(e => e.Study).Distinct()];
        DicomUid[] unwanted = [.. studies.Take(30), .. Enumerable.Range(0, 5000).Select(i => new DicomUid($"1.9.{i}"))];
        DicomQuery query = DicomQuery.Studies().Except(DicomTag.StudyInstanceUID, unwanted).Return();
        Assert.That((await FindAsync(query).ConfigureAwait(false)).Select(study => study.GetUid(DicomTag.StudyInstanceUID)), Is.EquivalentTo(studies.Skip(30)));
        Assert.That(await FindAsync(query.OrderBy(DicomTag.StudyDate).Skip(4).Take(3)).ConfigureAwait(false), Has.Count.EqualTo(3));
        Assert.That(await FindAsync(query.OrderBy(DicomTag.StudyDate).Skip(9)).ConfigureAwait(false), Has.Count.EqualTo(studies.Length - 39));
        Assert.That(await Index.CountAsync(query, default).ConfigureAwait(false), Is.Null.Or.EqualTo(studies.Length - 30));
        Assert.That(await FindAsync(DicomQuery.Studies().Except(DicomTag.StudyInstanceUID, studies[0])).ConfigureAwait(false), Has.Count.EqualTo(studies.Length - 1));
    }

    [Test]
    public async Task UidExclusion_OfASeries_LeavesOutThatSeriesOnly()
    {
        await StoreAsync(_entries.Entry("P", "1.1", "1.1.1", "1.1.1.1"), _entries.Entry("P", "1.1", "1.1.2", "1.1.2.1")).ConfigureAwait(false);
        DicomDataset left = (await FindAsync(DicomQuery.Series().Except(DicomTag.SeriesInstanceUID, new DicomUid("1.1.1"))).ConfigureAwait(false)).Single();
        Assert.That(left.GetUid(DicomTag.SeriesInstanceUID), Is.EqualTo(new DicomUid("1.1.2")));
    }

    [Test, Category("PS3.4 §C.2.2.2.6")]
    public async Task Sequence_MatchesWhenOneItemHasAllKeys_AndReturnsTheKeysAsked()
    {
        static DicomDataset Item(string step, string procedure)
        {
            var item = new DicomDataset();
            item.Set(DicomTag.ScheduledProcedureStepID, step);
            item.Set(DicomTag.RequestedProcedureID, procedure);
            return item;
        }

        await StoreAsync(_entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.RequestAttributesSequence, new DicomSequence(Item("S1", "R1"), Item("S2", "R2"))))).ConfigureAwait(false);
        DicomQuery Query(string step, string procedure) => DicomQuery.Series().Match(new SequenceQueryKey(DicomTag.RequestAttributesSequence,
            [new TextQueryKey(DicomTag.ScheduledProcedureStepID, [step]), new TextQueryKey(DicomTag.RequestedProcedureID, [procedure])], [DicomTag.ScheduledProcedureStepID])).Return();
        Assert.That(await FindAsync(Query("S1", "R2")).ConfigureAwait(false), Is.Empty);
        DicomDataset found = (await FindAsync(Query("S2", "R*")).ConfigureAwait(false)).Single();
        DicomSequence items = found.GetSequence(DicomTag.RequestAttributesSequence)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(items.Select(i => i.GetString(DicomTag.ScheduledProcedureStepID)), Is.EqualTo(new[] { "S1", "S2" }));
            Assert.That(items.Any(i => i.Contains(DicomTag.RequestedProcedureID)), Is.False);
        }
    }

    [Test, Category("PS3.4 §C.4.1.1.3")]
    public async Task Results_HaveExactlyWhatWasAskedFor_EmptyWhereUnknown()
    {
        await StoreAsync(_entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.StudyDescription, "CHEST"))).ConfigureAwait(false);
        DicomQuery query = DicomQuery.Studies().Match(DicomTag.PatientID, "P").Return(DicomTag.StudyDescription, DicomTag.AccessionNumber, DicomTag.SeriesDescription, DicomTag.PixelData);
        DicomDataset found = (await FindAsync(query).ConfigureAwait(false)).Single();
        using (Assert.EnterMultipleScope())
        {
            // Series Description is of a lower level, Pixel Data is not kept: neither is returned.
            Assert.That(found.Select(e => e.Tag), Is.EqualTo(new[] { DicomTag.AccessionNumber, DicomTag.StudyDescription, DicomTag.PatientID, DicomTag.StudyInstanceUID }));
            Assert.That(found.GetString(DicomTag.AccessionNumber), Is.Null);
            Assert.That(Index.Attributes.UnsupportedKeys(query), Is.EqualTo(new[] { DicomTag.SeriesDescription, DicomTag.PixelData }));
        }
    }

    [Test]
    public async Task Keys_ThatTheIndexDoesNotKeep_AreNotMatched()
    {
        await StoreAsync(_entries.Entry("P", "1.1", "1.1.1", "1.1.1.1")).ConfigureAwait(false);
        Assert.That(await FindAsync(DicomQuery.Studies().Match(DicomTag.KVP, "120")).ConfigureAwait(false), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Limit_AndOffset_PageThroughTheResults()
    {
        await StoreAsync([.. new SyntheticEntries(4).Archive(studies: 25, seriesPerStudy: 1, imagesPerSeries: 1)]).ConfigureAwait(false);
        foreach (DicomQuery query in (DicomQuery[])[DicomQuery.Studies(), DicomQuery.Studies().Match(DicomTag.StudyTime, "10")])
        {
            var pages = new List<string?>();
            for (int i = 0; i < 30; i += 10) pages.AddRange((await FindAsync(query.Skip(i).Take(10)).ConfigureAwait(false)).Select(d => d.GetString(DicomTag.StudyInstanceUID)));
            Assert.That(pages, Has.Count.EqualTo(25).And.Unique);
            Assert.That(await FindAsync(query.Take(0)).ConfigureAwait(false), Is.Empty);
        }
    }

    [Test]
    public async Task Patient_IsIdAndIssuer()
    {
        await StoreAsync(
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.IssuerOfPatientID, "A")),
            _entries.Entry("P", "1.2", "1.2.1", "1.2.1.1", d => d.Set(DicomTag.IssuerOfPatientID, "B")),
            _entries.Entry("P", "1.3", "1.3.1", "1.3.1.1", d => d.Set(DicomTag.IssuerOfPatientID, "A"))).ConfigureAwait(false);
        List<DicomDataset> patients = await FindAsync(DicomQuery.Patients()).ConfigureAwait(false);
        Assert.That(patients.Select(p => (p.GetString(DicomTag.IssuerOfPatientID), p.GetInt32(DicomTag.NumberOfPatientRelatedStudies))), Is.EquivalentTo(new[] { ("A", 2), ("B", 1) }));
    }

    [Test]
    public async Task Patient_TakesTheLatestName_StudiesKeepTheirs()
    {
        await StoreAsync(
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.PatientName, "MAIDEN")),
            _entries.Entry("P", "1.2", "1.2.1", "1.2.1.1", d => d.Set(DicomTag.PatientName, "MARRIED"))).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FindAsync(DicomQuery.Patients().Match(DicomTag.PatientName, "MARRIED")).ConfigureAwait(false), Has.Count.EqualTo(1));
            Assert.That(await FindAsync(DicomQuery.Patients().Match(DicomTag.PatientName, "MAIDEN")).ConfigureAwait(false), Is.Empty);
            Assert.That(await FindAsync(DicomQuery.Studies().Match(DicomTag.PatientName, "MAIDEN")).ConfigureAwait(false), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task StudyUid_UnderTwoPatients_IsTwoStudies()
    {
        await StoreAsync(_entries.Entry("P1", "1.1", "1.1.1", "1.1.1.1"), _entries.Entry("P2", "1.1", "1.1.1", "1.1.1.2")).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await PatientIdsAsync(DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, "1.1")).ConfigureAwait(false), Is.EquivalentTo(new[] { "P1", "P2" }));
            Assert.That(await FindAsync(DicomQuery.Instances().Match(DicomTag.PatientID, "P1")).ConfigureAwait(false), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task SeriesUid_UnderTwoStudies_IsTwoSeries()
    {
        await StoreAsync(_entries.Entry("P", "1.1", "1.9", "1.1.1.1"), _entries.Entry("P", "1.2", "1.9", "1.1.1.2")).ConfigureAwait(false);
        List<DicomDataset> series = await FindAsync(DicomQuery.Series().Match(DicomTag.SeriesInstanceUID, "1.9")).ConfigureAwait(false);
        Assert.That(series.Select(s => (s.GetString(DicomTag.StudyInstanceUID), s.GetInt32(DicomTag.NumberOfSeriesRelatedInstances))), Is.EquivalentTo(new[] { ("1.1", 1), ("1.2", 1) }));
    }

    [Test]
    public async Task Study_KeepsFirstValues_AndFillsGaps()
    {
        await StoreAsync(
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => d.Set(DicomTag.StudyDescription, "FIRST")),
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.2", d => { d.Set(DicomTag.StudyDescription, "SECOND"); d.Set(DicomTag.AccessionNumber, "A1"); })).ConfigureAwait(false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FindAsync(DicomQuery.Studies().Match(DicomTag.AccessionNumber, "A1")).ConfigureAwait(false)).Single().GetString(DicomTag.StudyDescription), Is.EqualTo("FIRST"));
            Assert.That(await FindAsync(DicomQuery.Studies().Match(DicomTag.StudyDescription, "SECOND")).ConfigureAwait(false), Is.Empty);
        }
    }

    [Test]
    public async Task Text_OfTwoCharacterSetsInOneResult_IsReadable()
    {
        await StoreAsync(
            _entries.Entry("P", "1.1", "1.1.1", "1.1.1.1", d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100"); d.Set(DicomTag.PatientName, "MÜLLER"); }),
            _entries.Entry("P", "1.1", "1.1.2", "1.1.2.1", d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192"); d.Set(DicomTag.SeriesDescription, "Schädel"); })).ConfigureAwait(false);
        DicomDataset found = (await FindAsync(DicomQuery.Series().Match(DicomTag.SeriesInstanceUID, "1.1.2").Return(DicomTag.PatientName, DicomTag.SeriesDescription)).ConfigureAwait(false)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.GetString(DicomTag.PatientName), Is.EqualTo("MÜLLER"));
            Assert.That(found.GetString(DicomTag.SeriesDescription), Is.EqualTo("Schädel"));
        }
    }

    [Test]
    public async Task Find_Begun_DoesNotSeeLaterChanges()
    {
        await StoreAsync([.. new SyntheticEntries(5).Archive(studies: 10, seriesPerStudy: 1, imagesPerSeries: 1)]).ConfigureAwait(false);
        IAsyncEnumerator<DicomDataset> found = Index.FindAsync(DicomQuery.Studies(), default).GetAsyncEnumerator();
        await using (found.ConfigureAwait(false))
        {
            Assert.That(await found.MoveNextAsync().ConfigureAwait(false), Is.True);
            await StoreAsync([.. new SyntheticEntries(6).Archive(studies: 20, seriesPerStudy: 1, imagesPerSeries: 1).Skip(10)]).ConfigureAwait(false);
            int count = 1;
            while (await found.MoveNextAsync().ConfigureAwait(false)) count++;
            Assert.That(count, Is.EqualTo(10));
        }
    }

    [Test]
    public async Task Find_Cancelled_StopsWithOperationCanceled()
    {
        await StoreAsync([.. new SyntheticEntries(5).Archive(studies: 10, seriesPerStudy: 1, imagesPerSeries: 1)]).ConfigureAwait(false);
        using var source = new CancellationTokenSource();
        IAsyncEnumerator<DicomDataset> found = Index.FindAsync(DicomQuery.Studies(), source.Token).GetAsyncEnumerator(default);
        await using (found.ConfigureAwait(false))
        {
            Assert.That(await found.MoveNextAsync().ConfigureAwait(false), Is.True);
            await source.CancelAsync().ConfigureAwait(false);
            Assert.That(async () => await found.MoveNextAsync().ConfigureAwait(false), Throws.InstanceOf<OperationCanceledException>());
        }

        Assert.That(await FindAsync(DicomQuery.Studies()).ConfigureAwait(false), Has.Count.EqualTo(10));
    }

    [Test]
    public async Task Find_AgreesWithTheReferenceMatcher([Range(1, 12)] int seed)
    {
        var source = new SyntheticEntries(seed);
        var model = new IndexModel(Index.Attributes);
        var random = new Random(seed);
        var entries = new List<IndexEntry>();
        for (int round = 0; round < 4; round++)
        {
            var changes = new List<ArchiveChange>();
            for (int i = 0; i < 25; i++)
            {
                if (entries.Count > 0 && random.Next(4) == 0)
                {
                    IndexEntry gone = entries[random.Next(entries.Count)];
                    changes.Add(Removed(gone));
                    model.Remove(gone.Id.SopInstance);
                    continue;
                }

                IndexEntry entry = source.Next();
                if (entries.Count > 0 && random.Next(10) == 0)
                {
                    // An instance that is known comes again with other attributes, perhaps elsewhere.
                    InstanceId known = entries[random.Next(entries.Count)].Id;
                    entry.Attributes.Set(DicomTag.SOPInstanceUID, known.SopInstance);
                    entry.Attributes.Set(DicomTag.SOPClassUID, known.SopClass);
                    entry = entry with { Id = known };
                }

                entries.Add(entry);
                changes.Add(Stored(entry));
                model.Store(entry);
            }

            await Index.ApplyAsync(new IndexBatch(changes, $"round {round}", Durable: false), default).ConfigureAwait(false);
            await CompareAsync(model, new SyntheticQueries(seed * 31 + round, entries)).ConfigureAwait(false);
        }
    }
#pragma warning restore CS1591, CA1861

    private async Task CompareAsync(IndexModel model, SyntheticQueries queries)
    {
        for (int i = 0; i < 150; i++)
        {
            DicomQuery query = queries.Next();
            List<string> expected = model.Find(query);
            List<string> found = [.. (await FindAsync(query).ConfigureAwait(false)).Select(IndexModel.Describe)];
            Assert.That(found.Order(StringComparer.Ordinal), Is.EqualTo(expected), SyntheticQueries.Describe(query));
            List<DicomDataset> page = await FindAsync(query.Skip(1).Take(2)).ConfigureAwait(false);
            Assert.That(page.Select(IndexModel.Describe), Is.EqualTo(found.Skip(1).Take(2)), SyntheticQueries.Describe(query));
            Assert.That(await Index.CountAsync(query.Skip(1).Take(2), default).ConfigureAwait(false), Is.Null.Or.EqualTo(expected.Count), SyntheticQueries.Describe(query));
            if (query.Order.Count == 0) continue;
            List<DicomDataset> ordered = await FindAsync(query.Return([.. query.Order.Select(o => o.Tag)])).ConfigureAwait(false);
            Assert.That(ordered, Is.Ordered.Using(new OrderModel(query.Order)), SyntheticQueries.Describe(query));
        }
    }

    private async Task<List<string?>> PatientIdsAsync(DicomQuery query) =>
        [.. (await FindAsync(query).ConfigureAwait(false)).Select(d => d.GetString(DicomTag.PatientID))];
}
