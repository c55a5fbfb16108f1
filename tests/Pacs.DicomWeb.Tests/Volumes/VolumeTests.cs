using System.Buffers.Binary;
using System.Net;
using Pacs.Core;
using Pacs.Tests;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §10.4.1.1.7")]
public sealed class VolumeTests
{
    private WebArchive _web = null!;
    private string _series = null!;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _web = await WebArchive.StartAsync();
        foreach (string path in SharedData.Files("studies/ct-volume-current/ct"))
        {
            await using DicomFile file = await DicomFile.OpenAsync(path);
            await _web.AddAsync(file);
        }

        _series = (await _web.SearchAsync("series?Modality=CT"))[0].GetProperty("00081190").GetProperty("Value")[0].GetString()!;
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (_web is not null) await _web.DisposeAsync();
    }

    [TestCase("renderedmpr")]
    [TestCase("renderedmpr?orientation=a&mprslab=20&renderingmethod=maximum_ip&window=300,700&viewport=200,100")]
    [TestCase("renderedMPR?viewpointposition=8,-500,4&viewpointlookat=8,-12,4&viewpointup=0,0,1")]
    [TestCase("rendered3d?viewport=128,96")]
    [TestCase("rendered3D?orientation=l&preset=soft-tissue&viewport=64,64")]
    [TestCase("rendered3d?renderingmethod=maximum_ip&viewport=64,64")]
    public async Task Volume_OfASeries_IsDrawn(string path)
    {
        using HttpResponseMessage response = await _web.GetAsync($"{_series}/{path}", "image/png");

        byte[] png = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), System.Text.Encoding.UTF8.GetString(png));
        int width = path.Contains("200,100", StringComparison.Ordinal) ? 200 : path.Contains("128,96", StringComparison.Ordinal) ? 128 : path.Contains("64,64", StringComparison.Ordinal) ? 64 : 512;
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), Is.EqualTo(width));
    }

    [Test]
    public async Task Swivel_GivesAMovingPicture()
    {
        using HttpResponseMessage response = await _web.GetAsync($"{_series}/rendered3d?viewport=32,32&swivelrange=40&animationstepsize=20", "image/apng");

        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(body.AsSpan().IndexOf("acTL"u8) + 4)), Is.EqualTo(3));
    }

    [Test]
    [Category("PS3.18 §K")]
    public async Task Metadata_SaysWhatWasChosen_AndAskedForAgainGivesTheSamePicture()
    {
        using HttpResponseMessage answer = await _web.GetAsync($"{_series}/renderedmpr?orientation=a&mprslab=20&viewport=64,64&renderedvolumetricmetadata=yes", "application/dicom+json");
        DicomDataset chosen = DicomJson.ParseAll(await answer.Content.ReadAsByteArrayAsync()).Single();

        Assert.That((chosen.GetString(DicomTag.ReformattingOperationType), chosen.GetString(DicomTag.RenderingMethod), chosen.GetDouble(DicomTag.MPRSlabThickness)), Is.EqualTo(("MPR", "AVERAGE_IP", 20.0)));
        string viewpoint = $"viewpointposition={Text(DicomTag.ViewpointPosition)}&viewpointlookat={Text(DicomTag.ViewpointLookAtPoint)}&viewpointup={Text(DicomTag.ViewpointUpDirection)}";
        using HttpResponseMessage named = await _web.GetAsync($"{_series}/renderedmpr?orientation=a&mprslab=20&viewport=64,64", "image/png"), again = await _web.GetAsync($"{_series}/renderedmpr?{viewpoint}&mprslab=20&viewport=64,64", "image/png");
        Assert.That(await again.Content.ReadAsByteArrayAsync(), Is.EqualTo(await named.Content.ReadAsByteArrayAsync()));

        string Text(DicomTag tag) => string.Join(',', chosen.GetDoubles(tag)!.Select(v => v.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Test]
    [Category("PS3.18 §K")]
    public async Task MetadataOfAMovingPicture_SaysHowItMoves()
    {
        using HttpResponseMessage answer = await _web.GetAsync($"{_series}/rendered3d?swivelrange=180&animationrate=20&renderedvolumetricmetadata=yes", "application/dicom+json");
        DicomDataset chosen = DicomJson.ParseAll(await answer.Content.ReadAsByteArrayAsync()).Single();

        Assert.That((chosen.GetString(DicomTag.ReformattingOperationType), chosen.GetString(DicomTag.RenderingMethod)), Is.EqualTo(("3D_RENDERING", "VOLUME_RENDERED")));
        Assert.That((chosen.GetDouble(DicomTag.SwivelRange), chosen.GetDouble(DicomTag.RecommendedAnimationRate)), Is.EqualTo((180.0, 20.0)));
        Assert.That(chosen.Contains(DicomTag.WindowCenter), Is.False, "a volume that is rendered has colours, no window");
    }

    [TestCase("renderedmpr?orientation=x", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?match=00080008,ORIGINAL", HttpStatusCode.BadRequest)]
    [TestCase("rendered3d?volumetriccurvepoint=1,2,3", HttpStatusCode.BadRequest)]
    [TestCase("rendered3d?renderedvolumetricmetadata=maybe", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?viewpointposition=1,2,3", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?viewpointposition=1,2,3&viewpointlookat=1,2,3", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?viewpointposition=0,0,1&viewpointlookat=0,0,5&viewpointup=0,0,1", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?renderingmethod=volume_rendered", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?mprslab=NaN", HttpStatusCode.BadRequest)]
    [TestCase("rendered3d?viewport=99999,99999", HttpStatusCode.BadRequest)]
    [TestCase("rendered3d?preset=exotic", HttpStatusCode.BadRequest)]
    [TestCase("rendered3d?swivelrange=99999", HttpStatusCode.BadRequest)]
    [TestCase("renderedmpr?volumeinputreference=1.2.3", HttpStatusCode.NotFound)]
    public async Task Request_ThatCannotBe_IsRefused(string path, HttpStatusCode status)
    {
        using HttpResponseMessage response = await _web.GetAsync($"{_series}/{path}");

        Assert.That(response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task SingleImage_IsNoVolume()
    {
        string instance = (await _web.SearchAsync("instances?limit=1"))[0].GetProperty("00081190").GetProperty("Value")[0].GetString()!;

        using HttpResponseMessage response = await _web.GetAsync(instance + "/renderedmpr");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("forms no volume"));
    }
}
