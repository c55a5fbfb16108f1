using Pacs.Core;
using Pacs.Testing;

namespace Pacs.Archive.Sqlite.Tests;

/// <summary>An index of 20,000 studies gives the answers that looking at every study gives.</summary>
public sealed class LargeIndexTests
{
    private const int Studies = 20_000;
    private TemporaryFolder _folder = null!;
    private SqliteIndex _index = null!;
    private List<DicomDataset> _all = null!;

    [OneTimeSetUp]
    public async Task FillIndex()
    {
        _folder = new TemporaryFolder();
        _index = await SqliteIndex.OpenAsync(_folder.File("index.db"));
        _all = [];
        long sequence = 0;
        foreach (IndexEntry[] batch in new SyntheticEntries(11).Archive(Studies, 1, 1).Chunk(4000))
        {
            sequence = await _index.StoreAsync(batch, sequence);
            _all.AddRange(batch.Select(e => e.Attributes));
        }
    }

    [OneTimeTearDown]
    public async Task RemoveIndex()
    {
        await _index.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Find_ByPatientId_GivesThatPatientsStudies() =>
        await CheckAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "P001234"), d => d.GetString(DicomTag.PatientID) == "P001234");

    [Test]
    public async Task Find_ByMonthAndModality_GivesThoseOfBoth() =>
        await CheckAsync(
            DicomQuery.Studies().Match(DicomTag.StudyDate, DateRange.Between(new(2023, 3, 1), new(2023, 3, 31))).Match(DicomTag.ModalitiesInStudy, "CT"),
            d => d.GetString(DicomTag.StudyDate)!.StartsWith("202303", StringComparison.Ordinal) && d.GetString(DicomTag.Modality) == "CT");

    [TestCase("smith1*", "SMITH1", "")]
    [TestCase("SMITH1*", "SMITH1", "")]
    [TestCase("*^jane", "", "^JANE")]
    [TestCase("roe5*^john", "ROE5", "^JOHN")]
    public async Task Find_ByAName_IgnoresCase(string key, string begin, string end) =>
        await CheckAsync(
            DicomQuery.Studies().Match(DicomTag.PatientName, key),
            d => d.GetString(DicomTag.PatientName)!.ToUpperInvariant() is var name && name.StartsWith(begin, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal));

    [Test]
    public async Task Find_ByAccessionNumber_GivesOne() =>
        await CheckAsync(DicomQuery.Studies().Match(DicomTag.AccessionNumber, "ACC0012345"), d => d.GetString(DicomTag.AccessionNumber) == "ACC0012345");

    [Test]
    public async Task Find_OfEverything_CountsEveryStudy() => Assert.That(await _index.FindAsync(DicomQuery.Studies().Return(DicomTag.StudyInstanceUID)), Has.Count.EqualTo(Studies));

    [Test]
    public async Task Find_InOrder_GivesThePageOfAll()
    {
        DicomQuery latest = DicomQuery.Studies().OrderBy(DicomTag.AccessionNumber, isDescending: true).Skip(10).Take(3);
        Assert.That((await _index.FindAsync(latest)).Select(d => d.GetString(DicomTag.AccessionNumber)), Is.EqualTo(new[] { "ACC0019989", "ACC0019988", "ACC0019987" }));
        Assert.That(await _index.CountAsync(latest, default), Is.EqualTo(Studies));
    }

    [Test]
    public async Task Find_InOrderOfDays_IsThatOfTheSortedDays()
    {
        string[] days = [.. _all.Select(d => d.GetString(DicomTag.StudyDate)!).Order(StringComparer.Ordinal)];
        List<DicomDataset> found = await _index.FindAsync(DicomQuery.Studies().OrderBy(DicomTag.StudyDate).Return(DicomTag.StudyDate));
        Assert.That(found.Select(d => d.GetString(DicomTag.StudyDate)), Is.EqualTo(days));
    }

    [Test]
    public async Task Find_ThatIsLeftEarly_ReadsNoFurther()
    {
        await foreach (DicomDataset first in _index.FindAsync(DicomQuery.Studies(), default))
        {
            // The connection is in use by an unfinished query: others go on beside it, writers too.
            Assert.That(await _index.FindAsync(DicomQuery.Studies().Match(DicomTag.PatientID, "P000001")), Is.Not.Empty);
            Assert.That(first.Contains(DicomTag.StudyInstanceUID), Is.True);
            break;
        }
    }

    private async Task CheckAsync(DicomQuery query, Func<DicomDataset, bool> matches)
    {
        string[] expected = [.. _all.Where(matches).Select(d => d.GetString(DicomTag.StudyInstanceUID)!).Order(StringComparer.Ordinal)];
        List<DicomDataset> found = await _index.FindAsync(query);
        Assert.That(expected, Is.Not.Empty, "the test must be able to fail");
        Assert.That(found.Select(d => d.GetString(DicomTag.StudyInstanceUID)!).Order(StringComparer.Ordinal), Is.EqualTo(expected));
    }
}
