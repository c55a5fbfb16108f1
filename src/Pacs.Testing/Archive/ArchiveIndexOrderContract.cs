using NUnit.Framework;
using Pacs.Archive;
using Pacs.Core;

namespace Pacs.Testing;

/// <summary>In which order every <see cref="IArchiveIndex"/> gives results (<see cref="DicomQuery.Order"/>). Part of <see cref="ArchiveIndexContract"/>, which is the one to derive from.</summary>
public abstract class ArchiveIndexOrderContract : ArchiveIndexChangeContract
{
#pragma warning disable CS1591, CA1861 // the names of the tests say what they test
    private readonly SyntheticEntries _entries = new(3);

    [TestCase(false, "Abel^Zoe|Abelard^A|Änne|Anton|Müller|MULLER^A|=山田|")]
    [TestCase(true, "=山田|MULLER^A|Müller|Anton|Änne|Abelard^A|Abel^Zoe|")]
    public async Task Order_OfNames_IsThatOfADirectory_WithThoseWithoutLast(bool isDescending, string expected)
    {
        string[] names = ["MULLER^A", "", "Änne", "=山田", "Abelard^A", "Müller", "Anton", "Abel^Zoe"];
        await StoreAsync([.. names.Select((name, i) => _entries.Entry("P", $"1.{i}", $"1.{i}.1", $"1.{i}.1.1", d => { d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192"); d.Set(DicomTag.PatientName, name); }))]).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Studies().OrderBy(DicomTag.PatientName, isDescending)).ConfigureAwait(false);
        Assert.That(string.Join('|', found.Select(d => d.GetString(DicomTag.PatientName))), Is.EqualTo(expected));
    }

    [TestCase(false, "1.2|1.3|1.1|1.4")]
    [TestCase(true, "1.1|1.3|1.2|1.4")]
    public async Task Order_OfDates_IsByTheDay_WithWhatIsNoneLast(bool isDescending, string expected)
    {
        string[] dates = ["20260102", "20251231", "2026.01.01", "unknown"];
        await StoreAsync([.. dates.Select((date, i) => _entries.Entry("P", $"1.{i + 1}", $"1.{i}.1", $"1.{i}.1.1", d => d.Set(DicomTag.StudyDate, date)))]).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Studies().OrderBy(DicomTag.StudyDate, isDescending)).ConfigureAwait(false);
        Assert.That(string.Join('|', found.Select(d => d.GetString(DicomTag.StudyInstanceUID))), Is.EqualTo(expected));
    }

    [Test]
    public async Task Order_OfNumbers_IsByTheirSize()
    {
        await StoreAsync([.. ((string[])["10", "9", "-1", "100"]).Select((n, i) => _entries.Entry("P", "1.1", "1.1.1", $"1.1.1.{i}", d => d.Set(DicomTag.InstanceNumber, n)))]).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Instances().OrderBy(DicomTag.InstanceNumber)).ConfigureAwait(false);
        Assert.That(found.Select(d => d.GetInt32(DicomTag.InstanceNumber)), Is.EqualTo(new[] { -1, 9, 10, 100 }));
    }

    [Test]
    public async Task Order_BySeveralAttributes_TakesTheNextWhereOneIsEqual()
    {
        (string Date, string Time)[] studies = [("20260101", "1000"), ("20260102", "0900"), ("20260101", "1200"), ("20260102", "0800")];
        await StoreAsync([.. studies.Select((s, i) => _entries.Entry("P", $"1.{i}", $"1.{i}.1", $"1.{i}.1.1", d => { d.Set(DicomTag.StudyDate, s.Date); d.Set(DicomTag.StudyTime, s.Time); }))]).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Studies().OrderBy(DicomTag.StudyDate, isDescending: true).OrderBy(DicomTag.StudyTime)).ConfigureAwait(false);
        Assert.That(found.Select(d => d.GetString(DicomTag.StudyInstanceUID)), Is.EqualTo(new[] { "1.3", "1.1", "1.0", "1.2" }));
    }

    [Test]
    public async Task Order_ByWhatIsCounted_IsByTheCount()
    {
        await StoreAsync([.. ((int[])[2, 11, 1]).SelectMany((count, study) => Enumerable.Range(0, count).Select(i => _entries.Entry("P", $"1.{study}", $"1.{study}.1", $"1.{study}.1.{i}")))]).ConfigureAwait(false);
        List<DicomDataset> found = await FindAsync(DicomQuery.Studies().OrderBy(DicomTag.NumberOfStudyRelatedInstances, isDescending: true)).ConfigureAwait(false);
        Assert.That(found.Select(d => d.GetInt32(DicomTag.NumberOfStudyRelatedInstances)), Is.EqualTo(new[] { 11, 2, 1 }));
    }

    [TestCase("*")]
    [TestCase("*1*2*3*")]
    public async Task Order_WithEquals_IsTheSameFromPageToPage(string patient)
    {
        await StoreAsync([.. Enumerable.Range(0, 60).Select(i => _entries.Entry("123", $"1.{i}", $"1.{i}.1", $"1.{i}.1.1", d => d.Set(DicomTag.StudyDate, $"2026010{i % 3 + 1}")))]).ConfigureAwait(false);
        DicomQuery query = DicomQuery.Studies().Match(DicomTag.PatientID, patient).OrderBy(DicomTag.StudyDate, isDescending: true);
        string?[] whole = [.. (await FindAsync(query).ConfigureAwait(false)).Select(d => d.GetString(DicomTag.StudyInstanceUID))];
        var pages = new List<string?>();
        for (int offset = 0; offset < 60; offset += 7) pages.AddRange((await FindAsync(query.Skip(offset).Take(7)).ConfigureAwait(false)).Select(d => d.GetString(DicomTag.StudyInstanceUID)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(whole.Distinct().Count(), Is.EqualTo(60));
            Assert.That(pages, Is.EqualTo(whole));
        }
    }

    [Test]
    public async Task Order_ByWhatIsNotKept_LeavesTheIndexsOwn()
    {
        await StoreAsync(_entries.Entry("P", "1.1", "1.1.1", "1.1.1.1"), _entries.Entry("P", "1.2", "1.2.1", "1.2.1.1")).ConfigureAwait(false);
        DicomQuery query = DicomQuery.Studies().OrderBy(DicomTag.Manufacturer).OrderBy(DicomTag.InstanceNumber);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FindAsync(query).ConfigureAwait(false)).Select(d => d.GetString(DicomTag.StudyInstanceUID)), Is.EquivalentTo(new[] { "1.1", "1.2" }));
            Assert.That(Index.Attributes.UnsupportedKeys(query), Does.Contain(DicomTag.InstanceNumber));
        }
    }

    [Test]
    public async Task Order_DoesNotSeeLaterChanges()
    {
        await StoreAsync([.. new SyntheticEntries(5).Archive(studies: 10, seriesPerStudy: 1, imagesPerSeries: 1)]).ConfigureAwait(false);
        IAsyncEnumerator<DicomDataset> found = Index.FindAsync(DicomQuery.Studies().OrderBy(DicomTag.PatientName), default).GetAsyncEnumerator();
        await using (found.ConfigureAwait(false))
        {
            Assert.That(await found.MoveNextAsync().ConfigureAwait(false), Is.True);
            await StoreAsync([.. new SyntheticEntries(6).Archive(studies: 20, seriesPerStudy: 1, imagesPerSeries: 1).Skip(10)]).ConfigureAwait(false);
            int count = 1;
            while (await found.MoveNextAsync().ConfigureAwait(false)) count++;
            Assert.That(count, Is.EqualTo(10));
        }
    }
#pragma warning restore CS1591, CA1861
}
