using Pacs.Interop.Tests.Harness;
using Pacs.Interop.Tests.Raw;

namespace Pacs.Interop.Tests.Query;

/// <summary>findscu against an archive whose every answer is known.</summary>
[Category("PS3.4 §C.4.1")]
public sealed class FindscuTests
{
    private const string StudyRoot = "-S", PatientRoot = "-P";

    private Workspace _workspace = null!;
    private ServerProcess _server = null!;

    [OneTimeSetUp]
    public async Task FillAnArchive()
    {
        Command.Require("findscu");
        _workspace = new Workspace();
        _server = await ServerProcess.StartAsync(_workspace.PathOf("data"));
        await QueryArchive.FillAsync(_server.DicomPort);
    }

    [OneTimeTearDown]
    public async Task StopTheServer()
    {
        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
        }
        _workspace?.Dispose();
    }

    [Category("PS3.4 §C.2.2.2")]
    [TestCase("0010,0020=P1", "ACC1 ACC2", TestName = "Find_SingleValue_MatchesIt")]
    [TestCase("0010,0020=", "ACC1 ACC2 ACC3 ACC4 ACC5", TestName = "Find_UniversalMatching_MatchesAll")]
    [TestCase("0010,0010=Do*", "ACC1 ACC2 ACC3 ACC4", TestName = "Find_WildcardStar_MatchesNames")]
    [TestCase("0010,0010=D?e^*", "ACC1 ACC2 ACC3", TestName = "Find_WildcardQuestionMark_MatchesOneCharacter")]
    [TestCase("0010,0010=doe^j*", "ACC1 ACC2 ACC3", TestName = "Find_PatientName_IgnoresCase")]
    [TestCase("0010,0010=*ANN*", "ACC4", TestName = "Find_WildcardOnBothSides_Matches")]
    [TestCase("0008,1030=*HEAD", "ACC2 ACC3", TestName = "Find_WildcardInAnotherText_Matches")]
    [TestCase("0008,0020=20260214", "ACC2 ACC3", TestName = "Find_Date_MatchesTheDay")]
    [TestCase("0008,0020=20260101-20260228", "ACC2 ACC3", TestName = "Find_DateRange_IsInclusive")]
    [TestCase("0008,0020=20260301-", "ACC4", TestName = "Find_OpenDateRangeFrom_IsInclusive")]
    [TestCase("0008,0020=-20250105", "ACC1 ACC5", TestName = "Find_OpenDateRangeUntil_IsInclusive")]
    [TestCase("0008,0030=0600-0900", "ACC1 ACC3", TestName = "Find_TimeRange_Matches")]
    [TestCase("0008,0050=ACC4", "ACC4", TestName = "Find_AccessionNumber_Matches")]
    [TestCase("0008,0061=CT", "ACC1 ACC3 ACC5", TestName = "Find_ModalitiesInStudy_MatchesAnyOfItsSeries")]
    [TestCase("0008,0061=PT", "ACC5", TestName = "Find_ModalitiesInStudy_MatchesTheSecondSeries")]
    [TestCase("0010,0020=NOBODY", "", TestName = "Find_NoMatch_SucceedsWithoutOne")]
    public async Task StudyLevel(string key, string accessionNumbers)
    {
        string[] keys = ["0008,0052=STUDY", "0020,000d", "0008,0050", key];
        var matches = await Dcmtk.FindAsync(_server.DicomPort, StudyRoot, [.. keys.Where(k => k == key || !key.StartsWith(k, StringComparison.Ordinal))]);

        Assert.That(matches.Select(match => match["00080050"]), Is.EquivalentTo(accessionNumbers.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Test, Category("PS3.4 §C.2.2.2.2")]
    public async Task Find_ListOfUids_MatchesEach()
    {
        var uids = $"{QueryArchive.Studies[0].Uid}\\{QueryArchive.Studies[3].Uid}";
        var matches = await Dcmtk.FindAsync(_server.DicomPort, StudyRoot, "0008,0052=STUDY", $"0020,000d={uids}", "0008,0050");

        Assert.That(matches.Select(match => match["00080050"]), Is.EquivalentTo(["ACC1", "ACC4"]));
    }

    [Test, Category("PS3.4 §C.2.2.2.5")]
    public async Task Find_DateAndTimeTogether_AreOneRange()
    {
        var matches = await Dcmtk.FindAsync(_server.DicomPort, StudyRoot, "0008,0052=STUDY", "0020,000d", "0008,0050", "0008,0020=20260214-20260301", "0008,0030=070000-130000");

        // Either each attribute by itself or both as one span of time is allowed; ACC4 is in both, ACC1, ACC3 and ACC5 in neither.
        Assert.That(matches.Select(match => match["00080050"]), Does.Contain("ACC4").And.No.Member("ACC1").And.No.Member("ACC3").And.No.Member("ACC5"));
    }

    [Test]
    public async Task Find_StudyCounts_AreThoseOfTheWholeStudy()
    {
        var match = (await Dcmtk.FindAsync(_server.DicomPort, StudyRoot, "0008,0052=STUDY", "0008,0050=ACC5", "0020,000d", "0008,0061", "0020,1206", "0020,1208", "0010,0010", "0010,0030", "0010,0040", "0008,1030", "0020,0010")).Single();

        Assert.Multiple(() =>
        {
            Assert.That(match["00201206"], Is.EqualTo("2"));
            Assert.That(match["00201208"], Is.EqualTo("4"));
            Assert.That(match["00080061"].Split('\\'), Is.EquivalentTo(["CT", "PT"]));
            Assert.That(match["00100010"], Is.EqualTo("Smith^Bob"));
            Assert.That(match["00100030"], Is.EqualTo("19700101"));
            Assert.That(match["00100040"], Is.EqualTo("F"));
            Assert.That(match["00081030"], Is.EqualTo("PET/CT"));
            Assert.That(match["00200010"], Is.EqualTo("SACC5"));
            Assert.That(match["0020000D"], Is.EqualTo(QueryArchive.Studies[4].Uid));
            Assert.That(match["00080052"], Is.EqualTo("STUDY"));
        });
    }

    [Test]
    public async Task Find_PatientLevel_ListsEachPatientOnceWithCounts()
    {
        var matches = await Dcmtk.FindAsync(_server.DicomPort, PatientRoot, "0008,0052=PATIENT", "0010,0020", "0010,0010", "0020,1200", "0020,1202", "0020,1204");
        var jane = matches.Single(match => match["00100020"] == "P1");

        Assert.Multiple(() =>
        {
            Assert.That(matches.Select(match => match["00100020"]), Is.EquivalentTo(["P1", "P2", "P3", "P4"]));
            Assert.That(jane["00201200"], Is.EqualTo("2"));
            Assert.That(jane["00201202"], Is.EqualTo("3"));
            Assert.That(jane["00201204"], Is.EqualTo("6"));
        });
    }

    [Test]
    public async Task Find_PatientRootStudyLevel_StaysBelowThePatient()
    {
        var matches = await Dcmtk.FindAsync(_server.DicomPort, PatientRoot, "0008,0052=STUDY", "0010,0020=P1", "0020,000d", "0008,0050");

        Assert.That(matches.Select(match => match["00080050"]), Is.EquivalentTo(["ACC1", "ACC2"]));
    }

    [TestCase(StudyRoot)]
    [TestCase(PatientRoot)]
    public async Task Find_SeriesLevel_ListsTheStudysSeries(string root)
    {
        var study = QueryArchive.Studies[0];
        var matches = await Dcmtk.FindAsync(_server.DicomPort, root, ["0008,0052=SERIES", "0020,000d=" + study.Uid, "0020,000e", "0008,0060", "0020,0011", "0020,1209", "0018,0015", .. Patient(root)]);
        var ct = matches.Single(match => match["00080060"] == "CT");

        Assert.Multiple(() =>
        {
            Assert.That(matches.Select(match => match["0020000E"]), Is.EquivalentTo([QueryArchive.SeriesUid(study, 0), QueryArchive.SeriesUid(study, 1)]));
            Assert.That(ct["00201209"], Is.EqualTo("3"));
            Assert.That(ct["00200011"], Is.EqualTo("1"));
            Assert.That(ct["00180015"], Is.EqualTo("CHEST"));
        });
    }

    [TestCase(StudyRoot)]
    [TestCase(PatientRoot)]
    public async Task Find_ImageLevel_ListsTheSeriesImages(string root)
    {
        var study = QueryArchive.Studies[0];
        var matches = await Dcmtk.FindAsync(_server.DicomPort, root,
            ["0008,0052=IMAGE", "0020,000d=" + study.Uid, "0020,000e=" + QueryArchive.SeriesUid(study, 0), "0008,0018", "0008,0016", "0020,0013", .. Patient(root)]);

        Assert.That(matches.Select(match => (match["00080018"], match["00200013"])), Is.EquivalentTo(Enumerable.Range(0, 3).Select(i => (QueryArchive.ImageUid(study, 0, i), $"{i + 1}"))));
    }

    [Test]
    public async Task Find_MatchesOnThePatientFromTheStudyRoot()
    {
        var matches = await Dcmtk.FindAsync(_server.DicomPort, StudyRoot, "0008,0052=STUDY", "0010,0020=P1", "0008,0061=MR", "0020,000d", "0008,0050");

        Assert.That(matches.Select(match => match["00080050"]), Is.EqualTo(["ACC2"]));
    }

    [Test, Category("PS3.4 §C.4.1.3.2")]
    public async Task Find_UnknownLevel_IsRefusedWithAFailureStatus()
    {
        using var association = await RawAssociation.ConnectAsync(_server.DicomPort, [(Uids.StudyFind, Uids.ImplicitLittleEndian)]);
        var (matches, final) = await association.FindAsync(Uids.StudyFind, new RawDataset().Add(0x00080052, "NONSENSE").Add(0x0020000D, ""));
        await association.ReleaseAsync();

        Assert.That(matches, Is.Empty);
        Assert.That(final.Status, Is.EqualTo(0xA900).Or.InRange(0xC000, 0xCFFF));
    }

    [Test, Category("PS3.4 §C.4.1.3.3")]
    public async Task Find_CancelledInTheMiddle_EndsWithStatusCancelOrAllMatches()
    {
        using var association = await RawAssociation.ConnectAsync(_server.DicomPort, [(Uids.StudyFind, Uids.ImplicitLittleEndian)]);
        var request = RawCommand.Request(RawCommand.CFind, 77, Uids.StudyFind, hasDataset: true);
        await association.SendAsync(association.ContextOf(Uids.StudyFind), request, new MemoryStream(new RawDataset().Add(0x00080052, "STUDY").Add(0x0020000D, "").ToArray()), CancellationToken.None);
        await association.SendAsync(association.ContextOf(Uids.StudyFind), new RawCommand().Set(0x0100, 0x0FFF).Set(0x0120, 77).Set(0x0800, 0x0101), null, CancellationToken.None);
        RawCommand response;
        do
            response = (await association.ReceiveAsync(null, CancellationToken.None)).Command;
        while (response.IsPending);
        // The cancel may have come after the last match: then it has no effect (PS3.7 §9.1.2.2).
        Assert.That(response.Status, Is.EqualTo(0xFE00).Or.EqualTo(0));
        await association.ReleaseAsync();
    }

    private static string[] Patient(string root) => root == PatientRoot ? ["0010,0020=P1"] : [];
}
