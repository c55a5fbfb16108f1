using System.Text.Json;
using Pacs.Interop.Tests.Harness;

namespace Pacs.Interop.Tests.Web;

/// <summary>QIDO-RS through the JavaScript client.</summary>
[Category("PS3.18 §10.6")]
public sealed class JsSearchTests
{
    private const string CtStudy = "2.25.60144148195069121742119898812934946250";

    [Test]
    public async Task Studies_AreFoundByPatient_WithWhatIsAskedFor()
    {
        var found = (await WebRoom.Js.CallAsync("searchForStudies", new { queryParams = new { PatientID = "TEST-VOL-001", includefield = "StudyDescription,NumberOfStudyRelatedInstances" } })).Datasets.Single();

        Assert.That(Text(found, "0020000D"), Is.EqualTo(CtStudy));
        Assert.That(found.GetProperty("00201208").GetProperty("Value")[0].GetInt32(), Is.EqualTo(41));
    }

    [Test]
    public async Task Studies_NamesMatchByWildcardAndFuzzily()
    {
        var byWildcard = await WebRoom.Js.CallAsync("searchForStudies", new { queryParams = new { PatientName = "CompressedSamples^*" } });
        var fuzzily = await WebRoom.Js.CallAsync("searchForStudies", new { queryParams = new { PatientName = "compressed ct", fuzzymatching = true } });

        Assert.That(byWildcard.Datasets.Select(study => Text(study, "00100020")), Is.EquivalentTo(["1CT1", "4MR1", "8NM1"]));
        Assert.That(fuzzily.Datasets.Select(study => Text(study, "00100020")), Is.EqualTo(["1CT1"]));
    }

    [Test]
    public async Task Studies_ArePagedByLimitAndOffset_EachOnce()
    {
        var uids = new List<string>();
        for (var offset = 0; offset < 10; offset += 3)
            uids.AddRange((await WebRoom.Js.CallAsync("searchForStudies", new { queryParams = new { limit = 3, offset } })).Datasets.Select(study => Text(study, "0020000D")));

        var all = (await WebRoom.Js.CallAsync("searchForStudies")).Datasets.Select(study => Text(study, "0020000D")).ToList();
        Assert.That(uids, Is.Unique.And.EquivalentTo(all));
    }

    [Test]
    public async Task Studies_WithoutAMatch_AreAnEmptyList() =>
        Assert.That((await WebRoom.Js.CallAsync("searchForStudies", new { queryParams = new { PatientID = "NOBODY" } })).Datasets, Is.Empty);

    [Test]
    public async Task Series_AreFoundOfAStudyAndOfAll()
    {
        var ofStudy = await WebRoom.Js.CallAsync("searchForSeries", new { studyInstanceUID = CtStudy });
        var all = await WebRoom.Js.CallAsync("searchForSeries", new { queryParams = new { Modality = "CT" } });

        Assert.That(ofStudy.Datasets.Select(series => Text(series, "00080060")), Is.EquivalentTo(["CT", "DOC"]));
        Assert.That(all.Datasets.Select(series => Text(series, "0020000D")).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task Instances_AreFoundOfASeriesOfAStudyAndOfAll()
    {
        var series = (await WebRoom.Js.CallAsync("searchForSeries", new { studyInstanceUID = CtStudy, queryParams = new { Modality = "CT" } })).Datasets.Select(found => Text(found, "0020000E")).Single();

        var ofSeries = await WebRoom.Js.CallAsync("searchForInstances", new { studyInstanceUID = CtStudy, seriesInstanceUID = series });
        var ofStudy = await WebRoom.Js.CallAsync("searchForInstances", new { studyInstanceUID = CtStudy });
        var one = await WebRoom.Js.CallAsync("searchForInstances", new { queryParams = new { SOPInstanceUID = WebRoom.Files["native/CT_small.dcm"].SopInstance } });

        Assert.That(ofSeries.Datasets.Select(found => Text(found, "00080018")), Is.EquivalentTo(WebRoom.CtSlices.Select(file => file.SopInstance)));
        Assert.That(ofStudy.Datasets, Has.Count.EqualTo(41));
        Assert.That(one.Datasets.Select(found => Text(found, "00080016")), Is.EqualTo([WebRoom.Files["native/CT_small.dcm"].SopClass]));
    }

    [Test]
    public async Task AParameterThatIsNone_IsRefusedWithAReason()
    {
        var answer = await WebRoom.Js.CallAsync("searchForStudies", new { queryParams = new { limit = "many" } }, refused: true);

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(answer.Value.GetProperty("detail").GetString(), Does.Contain("limit"));
    }

    internal static string Text(JsonElement dataset, string tag) => dataset.GetProperty(tag).GetProperty("Value")[0].GetString()!;
}
