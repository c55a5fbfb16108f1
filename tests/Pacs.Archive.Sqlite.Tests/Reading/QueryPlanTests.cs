using Pacs.Core;

namespace Pacs.Archive.Sqlite.Tests;

/// <summary>Questions that are asked often are answered by seeking, not by reading all rows.</summary>
public sealed class QueryPlanTests
{
    private TemporaryFolder _folder = null!;
    private Database _database = null!;

    private static IEnumerable<TestCaseData> Frequent()
    {
        static TestCaseData Case(string name, DicomQuery query, params string[] indexes) => new TestCaseData(query, indexes).SetArgDisplayNames(name);
        var study = new DicomUid("1.2.3");
        yield return Case("patient ID", DicomQuery.Studies().Match(DicomTag.PatientID, "P1"), "study_terms");
        yield return Case("patient ID at patient level", DicomQuery.Patients().Match(DicomTag.PatientID, "P1"), "patient_terms");
        yield return Case("name by its beginning", DicomQuery.Studies().Match(DicomTag.PatientName, "SMITH*"), "study_terms");
        yield return Case("accession number", DicomQuery.Studies().Match(DicomTag.AccessionNumber, "A1"), "study_terms");
        yield return Case("day", DicomQuery.Studies().Match(DicomTag.StudyDate, DateRange.On(new(2026, 1, 2))), "studies_date");
        yield return Case("month and modality", DicomQuery.Studies().Match(DicomTag.StudyDate, DateRange.Between(new(2026, 1, 1), new(2026, 1, 31))).Match(DicomTag.ModalitiesInStudy, "CT"), "studies_date");
        yield return Case("study UID", DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, study), "studies_uid");
        yield return Case("series of a study", DicomQuery.Series().Match(DicomTag.StudyInstanceUID, study), "studies_uid", "series_study");
        yield return Case("images of a series", DicomQuery.Instances().Match(DicomTag.StudyInstanceUID, study).Match(DicomTag.SeriesInstanceUID, new DicomUid("1.2.3.4")), "series_uid", "instances_series");
        yield return Case("one image", DicomQuery.Instances().Match(DicomTag.SOPInstanceUID, new DicomUid("1.2.3.4.5")), "instances_uid");
        yield return Case("list of studies", DicomQuery.Studies().Match(DicomTag.StudyInstanceUID, study, new DicomUid("1.2.4")), "studies_uid");
    }

    [SetUp]
    public void MakeDatabase()
    {
        _folder = new TemporaryFolder();
        _database = Database.Open(_folder.File("index.db"), isReader: false);
        SchemaSetup.Apply(_database, SchemaVersions.All);
    }

    [TearDown]
    public void RemoveDatabase()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [TestCaseSource(nameof(Frequent))]
    public void Find_SeeksInIndexes(DicomQuery query, string[] indexes)
    {
        List<string> plan = Explain(FindPlanner.Make(query, IndexAttributes.Default).Sql);
        foreach (string index in indexes) Assert.That(plan, Has.Some.Contains(index), string.Join('\n', plan));
        Assert.That(plan.Where(step => step.Contains("SCAN", StringComparison.Ordinal) && !step.Contains("json_each", StringComparison.Ordinal)), Is.Empty);
        Assert.That(plan, Has.None.Contains("TEMP B-TREE"), "results must come as they are found");
    }

    [TestCase("StudyDate", false, "studies_date")]
    [TestCase("StudyDate", true, "studies_date")]
    [TestCase("PatientName", false, "studies_name")]
    [TestCase("PatientName", true, "studies_name")]
    public void Order_ByDateOrName_IsReadFromItsIndex_EqualsByEquals(string first, bool isDescending, string index)
    {
        List<string> plan = Explain(FindPlanner.Make(DicomQuery.Studies().OrderBy(DicomTag.Parse(first), isDescending).OrderBy(DicomTag.StudyTime).Take(50), IndexAttributes.Default).Sql);
        Assert.That(plan, Has.Some.Contains(index), string.Join('\n', plan));
        Assert.That(plan, Has.None.EqualTo("USE TEMP B-TREE FOR ORDER BY"), "only what is of one day, or one name, may be sorted");
    }

    [Test]
    public void Order_ReadsNoMoreThanThePage()
    {
        FindPlan plan = FindPlanner.Make(DicomQuery.Studies().OrderBy(DicomTag.StudyDescription).Skip(20).Take(50), IndexAttributes.Default);
        Assert.That(plan.Parameters, Is.EqualTo(new object[] { 50L, 20L }), "the statement itself heeds limit and offset");
        Assert.That(Explain(plan.RowSql!), Has.All.Contains("SEARCH"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Locate_SeeksInIndexes(bool isSeries)
    {
        var study = new DicomUid("1.2.3");
        InstanceSelector which = isSeries ? InstanceSelector.OneSeries(study, new DicomUid("1.2.3.4")) : InstanceSelector.Study(study);
        List<string> plan = Explain(LocateStatement.Make(which).ToString());
        Assert.That(plan.Where(step => step.Contains("SCAN", StringComparison.Ordinal)), Is.Empty);
    }

    private List<string> Explain(string sql)
    {
        List<string> steps = [];
        using Statement.Use rows = _database.Prepare("EXPLAIN QUERY PLAN " + sql).Begin();
        while (rows.Step()) steps.Add(rows.GetString(3));
        return steps;
    }
}
