using System.Net;
using System.Text.Json;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

/// <summary>Patients 1 and 2 have a study each, and a third study is patient 1's as well; the user sees what claims leave.</summary>
public sealed class ClaimStudyAccessTests
{
    private const string All = "scope=dicom.search dicom.retrieve dicom.store dicom.delete;";
    private const string OnlyP2 = All + "dicom.patient=P2";

    private static readonly string[] Hidden =
    [
        "{S}", "{E}", "{I}", "{S}/metadata", "{E}/metadata", "{I}/metadata",
        "{S}/rendered", "{E}/rendered", "{I}/rendered", "{I}/frames/1/rendered",
        "{S}/thumbnail", "{E}/thumbnail", "{I}/thumbnail", "{I}/frames/1/thumbnail",
        "{I}/frames/1", "{I}/bulkdata/7FE00010", "{S}/bulkdata", "{E}/bulkdata", "{I}/bulkdata", "{S}/pixeldata", "{E}/pixeldata", "{I}/pixeldata",
        "{E}/renderedmpr", "{E}/rendered3d", "{I}/renderedmpr", "{I}/rendered3d",
        "wado?requestType=WADO&{U}", "wado?requestType=WADO&{U}&contentType=application/dicom",
    ];

    private WebArchive _web = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _web = await AuthorizationTests.StartAsync();
        await _web.AddAsync(SyntheticImage.Make(1, 1));
        await _web.AddAsync(SyntheticImage.Make(2, 1));
        await _web.AddAsync(SyntheticImage.Make(3, 1, change: d =>
        {
            d.Set(DicomTag.PatientID, "P1");
            d.Set(DicomTag.InstitutionName, "NORTH");
        }));
    }

    [TearDown]
    public async Task StopAsync() => await _web.DisposeAsync();

    [TestCaseSource(nameof(Hidden))]
    public async Task WhatIsHidden_IsAnsweredLikeWhatIsNotThere(string path)
    {
        string theirs = Fill(path, SyntheticImage.Study(1)), nobodys = Fill(path, new DicomUid("1.2.3.4"));

        using HttpResponseMessage hidden = await AuthorizationTests.SendAsync(_web, "GET", theirs, OnlyP2), absent = await AuthorizationTests.SendAsync(_web, "GET", nobodys, OnlyP2);

        Assert.That((hidden.StatusCode, absent.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)), theirs);
        Assert.That(await hidden.Content.ReadAsStringAsync(), Is.EqualTo(await absent.Content.ReadAsStringAsync()));
        using HttpResponseMessage full = await AuthorizationTests.SendAsync(_web, "GET", theirs, All);
        Assert.That(full.StatusCode, Is.Not.EqualTo(HttpStatusCode.NotFound), "the path itself is right");
    }

    [TestCase("{S}")]
    [TestCase("{E}")]
    [TestCase("{I}")]
    public async Task WhatIsHidden_IsNotDeleted(string path)
    {
        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, "DELETE", Fill(path, SyntheticImage.Study(1)), OnlyP2);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await SearchAsync($"studies/{SyntheticImage.Study(1)}/instances", All), Has.Length.EqualTo(1));
    }

    [TestCase("studies", 1)]
    [TestCase("series", 1)]
    [TestCase("instances", 1)]
    [TestCase("studies?PatientID=P1", 0)]
    [TestCase("studies?PatientID=*", 1)]
    [TestCase("studies?orderby=StudyDate", 1)]
    [TestCase("studies?offset=1", 0)]
    [TestCase("instances?includefield=all", 1)]
    [TestCase("studies?PatientID=P1,P2&multiplevaluematching=true", 1)]
    public async Task ASearch_CountsAndReturnsWhatIsVisible(string query, int count)
    {
        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, "GET", query, OnlyP2);
        using JsonDocument results = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.That(results.RootElement.EnumerateArray().Select(r => r.GetProperty("00100020").GetProperty("Value")[0].GetString()), Is.EqualTo(Enumerable.Repeat("P2", count)));
        int total = query.Contains("offset", StringComparison.Ordinal) ? 1 : count;
        Assert.That(response.Headers.GetValues("X-Total-Count"), Is.EqualTo(new[] { $"{total}" }));
    }

    [TestCase("{S}/series")]
    [TestCase("{S}/instances")]
    [TestCase("{E}/instances")]
    public async Task ASearchBelowAHiddenStudy_FindsNothing(string path)
    {
        path = Fill(path, SyntheticImage.Study(1));

        Assert.That(await SearchAsync(path, OnlyP2), Is.Empty);
        Assert.That(await SearchAsync(path, All), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task APatientsCounts_AreNotToldToWhoSeesOneStudy()
    {
        const string query = "studies?includefield=NumberOfPatientRelatedStudies,NumberOfPatientRelatedInstances";
        string one = $"{All}dicom.study={SyntheticImage.Study(1)}";

        JsonElement restricted = (await SearchAsync(query, one)).Single();

        Assert.That(restricted.TryGetProperty("00201200", out _) || restricted.TryGetProperty("00201204", out _), Is.False);
        Assert.That((await SearchAsync(query, All + "dicom.patient=P1"))[0].GetProperty("00201200").GetProperty("Value")[0].GetInt32(), Is.EqualTo(2), "who sees the patient may know");
        using HttpResponseMessage asked = await AuthorizationTests.SendAsync(_web, "GET", "studies?NumberOfPatientRelatedStudies=2", one);
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [TestCase("dicom.patient=P1;dicom.patient=P2", 3)]
    [TestCase("dicom.patient=P1;dicom.study=S", 1)]
    [TestCase("dicom.patient=P2;dicom.study=S", 0)]
    [TestCase("dicom.patient=", 0)]
    [TestCase("dicom.patient=*", 0)]
    [TestCase("dicom.patient=P?", 0)]
    [TestCase("dicom.patient=P?;dicom.patient=P2", 1)]
    [TestCase("dicom.study=nonsense", 0)]
    [TestCase("dicom.issuer=CLINIC", 0)]
    [TestCase("dicom.institution=*", 0)]
    [TestCase("dicom.institution=NORTH", 1)]
    [TestCase("dicom.institution=SOUTH", 0)]
    public async Task Claims_AreMeantAsTheyStand_AndAllOfThemCount(string claims, int studies)
    {
        claims = claims.Replace("=S", $"={SyntheticImage.Study(1)}");

        Assert.That(await SearchAsync("studies", All + claims), Has.Length.EqualTo(studies));
    }

    [Test]
    public async Task AnInstanceThatIsHidden_CannotBeReplaced()
    {
        // Theirs by its UID, the user's own by its patient and study.
        DicomFile forged = SyntheticImage.Make(2, 1, seed: 7, change: d => d.Set(DicomTag.SOPInstanceUID, SyntheticImage.Instance(1, 1)));

        using HttpResponseMessage response = await StoreAsync(forged);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await SearchAsync($"studies/{SyntheticImage.Study(1)}/instances", All), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task AStudyThatIsHidden_IsNotStoredInto_AndItsReasonTellsNothing()
    {
        DicomFile mineInTheirStudy = SyntheticImage.Make(2, 9, change: d => d.Set(DicomTag.StudyInstanceUID, SyntheticImage.Study(1)));
        DicomFile theirs = SyntheticImage.Make(1, 9), absent = SyntheticImage.Make(5, 9);

        string[] reasons = [await ReasonAsync(mineInTheirStudy), await ReasonAsync(theirs), await ReasonAsync(absent)];

        Assert.That(reasons, Is.All.EqualTo("292"), "0124H, not authorized (PS3.7 §C)");
        using HttpResponseMessage mine = await StoreAsync(SyntheticImage.Make(2, 9));
        Assert.That(mine.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("{S}")]
    [TestCase("{E}")]
    [TestCase("{I}")]
    public async Task WhatIsHidden_IsNotRejected(string path)
    {
        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, "POST", Fill(path, SyntheticImage.Study(1)) + "/reject/113001%5EDCM", OnlyP2);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await SearchAsync($"studies/{SyntheticImage.Study(1)}/instances", All), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task ANoteInAHiddenStudy_ThatSaysWhatTheUserMaySee_RejectsNothing()
    {
        // Of the same patient and under the study's UID, but with the institution that the user may see.
        DicomFile theirs = SyntheticImage.Make(1, 1);
        var note = new DicomFile(new KeyObjectSelection(new CodedConcept("113001", "DCM", "Rejected for Quality Reasons")).Add(InstanceReference.Of(theirs.Dataset)).ToDataset(ObjectContext.OfStudy(theirs.Dataset)));
        note.Dataset.Set(DicomTag.InstitutionName, "NORTH");

        using HttpResponseMessage response = await StoreAsync(note, All + "dicom.institution=NORTH");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await SearchAsync($"studies/{SyntheticImage.Study(1)}/instances", All), Has.Length.EqualTo(1));
    }

    private static string Fill(string path, DicomUid study)
    {
        string series = $"studies/{study}/series/{SyntheticImage.Series(1)}";
        return path.Replace("{S}", $"studies/{study}").Replace("{E}", series).Replace("{I}", $"{series}/instances/{SyntheticImage.Instance(1, 1)}")
            .Replace("{U}", $"studyUID={study}&seriesUID={SyntheticImage.Series(1)}&objectUID={SyntheticImage.Instance(1, 1)}");
    }

    private async Task<string> ReasonAsync(DicomFile file)
    {
        using HttpResponseMessage response = await StoreAsync(file);
        using JsonDocument report = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return report.RootElement.GetProperty("00081198").GetProperty("Value")[0].GetProperty("00081197").GetProperty("Value")[0].GetRawText();
    }

    private async Task<HttpResponseMessage> StoreAsync(DicomFile file, string claims = OnlyP2)
    {
        var body = new ByteArrayContent(await WebArchive.BytesAsync(file));
        body.Headers.ContentType = new("application/dicom");
        return await AuthorizationTests.SendAsync(_web, "POST", "studies", claims, body);
    }

    private async Task<JsonElement[]> SearchAsync(string path, string claims)
    {
        using HttpResponseMessage response = await AuthorizationTests.SendAsync(_web, "GET", path, claims);
        string text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), text);
        using JsonDocument document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(e => e.Clone())];
    }
}
