using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.6")]
public sealed class SearchTests
{
    private WebArchive _web = null!;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _web = await WebArchive.StartAsync();
        for (int study = 1; study <= 3; study++)
        {
            int number = study;
            for (int series = 1; series <= 2; series++)
            {
                bool isReport = study == 3 && series == 2;
                for (int instance = 1; instance <= 2; instance++)
                {
                    await _web.AddAsync(SyntheticImage.Make(study, instance, series, change: d =>
                    {
                        d.Set(DicomTag.StudyDate, $"2026010{number}");
                        d.Set(DicomTag.PatientName, number == 1 ? "M\u00FCller^Hans" : $"Synthetic^{number}");
                        d.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
                        if (isReport) d.Set(DicomTag.Modality, "SR");
                        d.Set(DicomTag.StudyDescription, number == 2 ? string.Empty : $"Study {number}");
                    }));
                }
            }
        }
    }

    [OneTimeTearDown]
    public ValueTask CloseAsync() => _web.DisposeAsync();

    [TestCase("studies", 3)]
    [TestCase("series", 6)]
    [TestCase("instances", 12)]
    [TestCase("studies?PatientID=P2", 1)]
    [TestCase("studies?00100020=P2", 1)]
    [TestCase("series?PatientID=P2", 2)]
    [TestCase("instances?PatientID=P2&SeriesNumber=1", 2)]
    [TestCase("studies?PatientName=synth*", 2)]
    [TestCase("studies?PatientName=Synthetic%5E3", 1)]
    [TestCase("studies?StudyDate=20260102-20260103", 2)]
    [TestCase("studies?StudyDate=20260102-", 2)]
    [TestCase("studies?StudyDate=-20260102", 2)]
    [TestCase("studies?PatientName=muller&fuzzymatching=true", 1)]
    [TestCase("studies?PatientName=muller", 0)]
    [TestCase("studies?PatientName=synthetic%202&fuzzymatching=true", 1)]
    [TestCase("studies?PatientName=hans&fuzzymatching=true", 1)]
    [TestCase("studies?PatientName=hans%20muller&fuzzymatching=true", 1)]
    [TestCase("studies?PatientName=ans&fuzzymatching=true", 0)]
    [TestCase("studies?PatientName=muller%5Ehans&fuzzymatching=TRUE", 1)]
    [TestCase("studies?patientid=P2", 1)]
    [TestCase("studies?PatientID=P1&PatientID=P2", 0)]
    [TestCase("studies?PatientID=*", 3)]
    [TestCase("studies?PatientID=", 3)]
    [TestCase("studies?PatientID=P1,P3&multiplevaluematching=true", 2)]
    [TestCase("studies?ModalitiesInStudy=OT,SR&multiplevaluematching=true", 1)]
    [TestCase("studies?ModalitiesInStudy=OT%5CSR&multiplevaluematching=true", 1)]
    [TestCase("studies?ModalitiesInStudy=OT%5CSR", 3)]
    [TestCase("studies?ModalitiesInStudy=OT,CT&multiplevaluematching=true", 0)]
    [TestCase("studies?ModalitiesInStudy=&multiplevaluematching=true", 3)]
    [TestCase("studies?StudyDescription=%22%22&emptyvaluematching=true", 1)]
    [TestCase("studies?StudyDescription=%22%22", 0)]
    [TestCase("studies?somebodyelses=parameter", 3)]
    [TestCase("studies?limit=2", 2)]
    [TestCase("studies?limit=2&offset=2", 1)]
    [TestCase("studies?limit=99999999999", 3)]
    [TestCase("studies?offset=99999999999", 0)]
    [TestCase("studies?limit=0", 0)]
    [TestCase("studies?offset=7", 0)]
    public async Task Search_ByParameters_FindsWhatMatches(string path, int count) => Assert.That(await _web.SearchAsync(path), Has.Length.EqualTo(count));

    [Test]
    public async Task Search_BelowAStudyAndSeries_FindsTheirs()
    {
        DicomUid study = SyntheticImage.Study(2), series = SyntheticImage.Series(2, 2);

        Assert.That(await _web.SearchAsync($"studies/{study}/series"), Has.Length.EqualTo(2));
        Assert.That(await _web.SearchAsync($"studies/{study}/instances"), Has.Length.EqualTo(4));
        Assert.That(await _web.SearchAsync($"studies/{study}/series/{series}/instances"), Has.Length.EqualTo(2));
        Assert.That(await _web.SearchAsync($"studies?StudyInstanceUID={study},{SyntheticImage.Study(3)}"), Has.Length.EqualTo(2));
        Assert.That(await _web.SearchAsync($"studies?0020000d={study}%2C{SyntheticImage.Study(3)}"), Has.Length.EqualTo(2));
        Assert.That(await _web.SearchAsync($"studies?StudyInstanceUID={study}&StudyInstanceUID={SyntheticImage.Study(3)}"), Has.Length.EqualTo(2));
        Assert.That(await _web.SearchAsync("studies/1.2.3/series"), Is.Empty);
    }

    [Test]
    public async Task Result_OfAStudy_HasTheAttributesOfTheStandardAndWhereItIs()
    {
        JsonElement study = (await _web.SearchAsync("studies?PatientID=P3")).Single();

        Assert.Multiple(() =>
        {
            Assert.That(study.GetProperty("00081190").GetProperty("Value")[0].GetString(), Is.EqualTo($"{_web.Base}/studies/{SyntheticImage.Study(3)}"));
            Assert.That(study.GetProperty("00080056").GetProperty("Value")[0].GetString(), Is.EqualTo("ONLINE"));
            Assert.That(study.GetProperty("00201206").GetProperty("Value")[0].GetInt32(), Is.EqualTo(2));
            Assert.That(study.GetProperty("00201208").GetProperty("Value")[0].GetInt32(), Is.EqualTo(4));
            Assert.That(study.GetProperty("00100010").GetProperty("Value")[0].GetProperty("Alphabetic").GetString(), Is.EqualTo("Synthetic^3"));
            Assert.That(study.EnumerateObject().Select(p => p.Name), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        });
    }

    [Test]
    public async Task Includefield_ByTagKeywordAndAll_AddsAttributes()
    {
        JsonElement[] plain = await _web.SearchAsync("instances?limit=1"), more = await _web.SearchAsync("instances?limit=1&includefield=BitsStored,00280004"), all = await _web.SearchAsync("instances?limit=1&includefield=all");

        Assert.Multiple(() =>
        {
            Assert.That(plain[0].TryGetProperty("00280101", out _), Is.False);
            Assert.That(more[0].GetProperty("00280101").GetProperty("Value")[0].GetInt32(), Is.EqualTo(8));
            Assert.That(more[0].GetProperty("00280004").GetProperty("Value")[0].GetString(), Is.EqualTo("MONOCHROME2"));
            Assert.That(all[0].TryGetProperty("00280101", out _), Is.True);
        });
    }

    [TestCase("orderby=-StudyDate", new[] { "P3", "P2", "P1" })]
    [TestCase("orderby=StudyDate&limit=1", new[] { "P1" })]
    [TestCase("orderby=-PatientID&limit=1&offset=1", new[] { "P2" })]
    [TestCase("orderby=StudyDescription", new[] { "P1", "P3", "P2" })]
    public async Task Orderby_SortsBeforePaging(string order, string[] expected)
    {
        JsonElement[] studies = await _web.SearchAsync($"studies?{order}");

        Assert.That(studies.Select(s => s.GetProperty("00100020").GetProperty("Value")[0].GetString()), Is.EqualTo(expected));
    }

    [TestCase("orderby=StudyDate")]
    [TestCase("orderby=-StudyDate")]
    [TestCase("orderby=-StudyDate&PatientName=Synthetic*")]
    [TestCase("orderby=StudyDescription&PatientName=Synthetic*")]
    [TestCase("orderby=-StudyDescription")]
    public async Task Orderby_OfEqualKeys_GivesEachStudyOnceFromPageToPage_InTheOrderTheyCame(string query)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        // Neither their UIDs nor their names are in the order in which they come.
        int[] numbers = [5, 2, 7, 1, 4, 6, 3];
        foreach (int number in numbers) await web.AddAsync(SyntheticImage.Make(number, 1, change: d => d.Set(DicomTag.StudyDescription, "same")));

        var paged = new List<string>();
        for (int offset = 0; offset < 8; offset += 2)
            paged.AddRange((await web.SearchAsync($"studies?{query}&limit=2&offset={offset}")).Select(static s => s.GetProperty("00100020").GetProperty("Value")[0].GetString()!));

        Assert.That(paged, Is.EqualTo(numbers.Select(static number => $"P{number}")));
    }

    [TestCase("gzip", "gzip")]
    [TestCase("br", "br")]
    [TestCase("zstd", "zstd")]
    [TestCase("gzip;q=0.5, br", "br")]
    public async Task Results_AreCompressedAsTheClientAccepts(string accepted, string coding)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        for (int i = 1; i <= 30; i++) await web.AddAsync(SyntheticImage.Make(1, i));
        using HttpResponseMessage plain = await web.GetAsync("instances"), packed = await GetAsync(web, "instances?limit=30", accepted);

        byte[] body = await packed.Content.ReadAsByteArrayAsync(), expected = await plain.Content.ReadAsByteArrayAsync();
        Assert.That(packed.Content.Headers.ContentEncoding, Is.EqualTo(new[] { coding }));
        Assert.That(packed.Headers.Vary, Does.Contain("Accept-Encoding"));
        Assert.That(packed.Headers.GetValues("X-Total-Count").Single(), Is.EqualTo("30"));
        Assert.That(body, Has.Length.LessThan(expected.Length / 4));
        Assert.That(Unpack(body, coding), Is.EqualTo(expected));
    }

    [TestCase("studies?limit=1", "gzip")]
    [TestCase("instances?PatientID=nobody", "gzip")]
    [TestCase("instances", "identity")]
    [TestCase("instances", "gzip;q=0")]
    public async Task Results_ThatAreFew_OrOfAClientThatWantsNoCoding_GoAsTheyAre(string path, string accepted)
    {
        using HttpResponseMessage response = await GetAsync(_web, path, accepted);

        Assert.That(response.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo((await response.Content.ReadAsByteArrayAsync()).Length));
        Assert.That(response.Headers.Vary, Does.Contain("Accept-Encoding"));
    }

    [Test]
    public async Task Results_OfManyPieces_AreOneWholeWhenUnpacked()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        for (int i = 1; i <= 400; i++) await web.AddAsync(SyntheticImage.Make(1, i));
        using HttpResponseMessage plain = await web.GetAsync("instances?includefield=all"), packed = await GetAsync(web, "instances?includefield=all", "gzip");

        byte[] expected = await plain.Content.ReadAsByteArrayAsync();
        Assert.That(expected, Has.Length.GreaterThan(3 * 64 * 1024));
        Assert.That(Unpack(await packed.Content.ReadAsByteArrayAsync(), "gzip"), Is.EqualTo(expected));
    }

    private static async Task<HttpResponseMessage> GetAsync(WebArchive web, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await web.Http.SendAsync(request);
    }

    private static byte[] Unpack(byte[] body, string coding)
    {
        using var packed = new MemoryStream(body);
        using Stream decoder = coding switch { "gzip" => new GZipStream(packed, CompressionMode.Decompress), "br" => new BrotliStream(packed, CompressionMode.Decompress), _ => new ZstdSharp.DecompressionStream(packed) };
        using var plain = new MemoryStream();
        decoder.CopyTo(plain);
        return plain.ToArray();
    }

    [Test]
    public async Task Orderby_OfMoreThanAPage_IsThatOfAll()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        int[] numbers = [.. Enumerable.Range(1, 1500)];
        new Random(1).Shuffle(numbers);
        foreach (int number in numbers) await web.AddAsync(SyntheticImage.Make(1, number));

        using HttpResponseMessage response = await web.GetAsync("instances?orderby=-InstanceNumber&limit=10&offset=20");
        JsonElement[] page = await web.SearchAsync("instances?orderby=-InstanceNumber&limit=10&offset=20");

        Assert.That(page.Select(i => i.GetProperty("00200013").GetProperty("Value")[0].GetInt32()), Is.EqualTo(Enumerable.Range(1471, 10).Reverse()));
        Assert.That(response.Headers.GetValues("X-Total-Count").Single(), Is.EqualTo("1500"));
        Assert.That(response.Headers.GetValues("Warning").Single(), Does.Contain("There are 1470 additional results"));
    }

    [TestCase("limit=1000", "application/dicom+json", true)]
    [TestCase("limit=1000&orderby=-InstanceNumber", "application/dicom+json", true)]
    [TestCase("limit=1000&StudyDescription=*a*b*c*", "application/dicom+json", true)]
    [TestCase("limit=1000", "application/dicom+xml", true)]
    [TestCase("limit=1100", "application/dicom+json", false)]
    [TestCase("limit=1100&StudyDescription=*a*b*c*", "application/dicom+json", false)]
    public async Task APage_TooLongToBeHeldBack_StillWarnsOfMore(string query, string accept, bool isCut)
    {
        await using WebArchive web = await WebArchive.StartAsync();
        for (int i = 1; i <= 1100; i++)
        {
            await web.AddAsync(SyntheticImage.Make(1, i, change: d =>
            {
                d.Set(DicomTag.ImageComments, new string('x', 1000));
                d.Set(DicomTag.StudyDescription, "abc");
            }));
        }

        using HttpResponseMessage response = await web.GetAsync($"instances?includefield=ImageComments&{query}", accept);

        Assert.That((await response.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(1024 * 1024), "the test must be able to fail");
        Assert.That(response.Headers.TryGetValues("Warning", out IEnumerable<string>? warnings) && warnings.Single().Contains("additional results"), Is.EqualTo(isCut));
    }

    [TestCase("studies?offset=1", "3")]
    [TestCase("studies?offset=7", "3")]
    [TestCase("studies?offset=7&PatientID=P1", "1")]
    [TestCase("studies?offset=1&limit=1&orderby=PatientID", "3")]
    public async Task TotalCount_IsThatOfAllMatches_WhereverThePageLies(string path, string total)
    {
        using HttpResponseMessage response = await _web.GetAsync(path);

        Assert.That(response.Headers.GetValues("X-Total-Count").Single(), Is.EqualTo(total));
    }

    [Test]
    public async Task Orderby_WhatIsNotIndexedAtTheLevel_IsPassedOverWithAWarning()
    {
        using HttpResponseMessage response = await _web.GetAsync("studies?orderby=-InstanceNumber");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Headers.GetValues("Warning").Single(), Does.Contain("InstanceNumber"));
    }

    [TestCase("application/dicom+json")]
    [TestCase("multipart/related; type=\"application/dicom+xml\"")]
    public async Task Limit_BelowTheMatches_WarnsOfMore(string accept)
    {
        using HttpResponseMessage cut = await _web.GetAsync("studies?limit=2", accept), whole = await _web.GetAsync("studies?limit=3", accept);

        Assert.That(cut.Headers.GetValues("Warning").Single(), Does.StartWith("299 ").And.Contains("additional results"));
        Assert.That(whole.Headers.Contains("Warning"), Is.False);
        Assert.That(whole.Headers.GetValues("X-Total-Count").Single(), Is.EqualTo("3"));
    }

    [Test]
    public async Task MaxResults_OfTheServer_CutsAndWarns()
    {
        await using WebArchive web = await WebArchive.StartAsync(new DicomWebOptions { MaxResults = 1 });
        await web.AddAsync(SyntheticImage.Make(1, 1));
        await web.AddAsync(SyntheticImage.Make(2, 1));

        using HttpResponseMessage response = await web.GetAsync("studies?limit=500");

        Assert.That(response.Headers.GetValues("Warning").Single(), Does.Contain("additional results"));
        Assert.That(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Accept_Xml_GivesAPartForEachResult()
    {
        using HttpResponseMessage response = await _web.GetAsync("studies", "multipart/related; type=\"application/dicom+xml\"");

        List<(string Headers, byte[] Content)> parts = await WebArchive.PartsAsync(response);
        Assert.That(parts.Select(p => DicomXml.Parse(new MemoryStream(p.Content)).GetString(DicomTag.PatientID)), Is.EquivalentTo(new[] { "P1", "P2", "P3" }));
    }

    [TestCase("studies?StudyDate=yesterday", HttpStatusCode.BadRequest)]
    [TestCase("studies?limit=-1", HttpStatusCode.BadRequest)]
    [TestCase("studies?limit=many", HttpStatusCode.BadRequest)]
    [TestCase("studies?includefield=NoSuchThing", HttpStatusCode.BadRequest)]
    [TestCase("studies?orderby=NoSuchThing", HttpStatusCode.BadRequest)]
    [TestCase("studies?orderby=1,2,3,4,5,6,7,8,9", HttpStatusCode.BadRequest)]
    [TestCase("studies?fuzzymatching=maybe", HttpStatusCode.BadRequest)]
    [TestCase("studies?emptyvaluematching=1", HttpStatusCode.BadRequest)]
    [TestCase("studies?limit=1&limit=2", HttpStatusCode.BadRequest)]
    [TestCase("studies/not-a-uid/series", HttpStatusCode.BadRequest)]
    public async Task Request_ThatCannotBeUnderstood_IsAnsweredWithAReason(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _web.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task Accept_Xml_WhereNothingIsFound_IsNoContent()
    {
        using HttpResponseMessage response = await _web.GetAsync("studies?PatientID=NOBODY", "multipart/related; type=\"application/dicom+xml\"");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), "a multipart has a part at least");
    }

    [TestCase("application%2Fdicom%2Bxml", "application/dicom+json", "multipart/related")]
    [TestCase("text%2Fhtml", "application/dicom+json", "application/dicom+json")]
    [TestCase("application/json", null, "application/json")]
    [Category("PS3.18 §8.7.8.1")]
    public async Task AcceptParameter_GoesBeforeTheHeader_WhichCountsWhereItCannotBeMet(string parameter, string? header, string type)
    {
        using HttpResponseMessage response = await _web.GetAsync($"studies?accept={parameter}", header);

        Assert.That((response.StatusCode, response.Content.Headers.ContentType!.MediaType), Is.EqualTo((HttpStatusCode.OK, type)));
    }

    [Test]
    public async Task AcceptParameter_OfSomethingElse_WithoutAHeader_Is406()
    {
        using HttpResponseMessage response = await _web.GetAsync("studies?accept=text/html");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
    }

    [Test]
    public async Task Accept_OfSomethingElse_Is406()
    {
        using HttpResponseMessage response = await _web.GetAsync("studies", "text/html");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
    }
}
