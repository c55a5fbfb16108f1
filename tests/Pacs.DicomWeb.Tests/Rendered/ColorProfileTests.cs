using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;
using Pacs.Core;
using Pacs.Testing;

namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §8.3.5.1.5")]
public sealed class ColorProfileTests
{
    // As Little CMS 2 makes it: parametric curves, a matrix, a chromatic adaptation.
    private static readonly byte[] Srgb = Convert.FromBase64String("AAACTGxjbXMEQAAAbW50clJHQiBYWVogB+oACwAbABUAMgAJYWNzcEFQUEwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAPbWAAEAAAAA0y1sY21zAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAALZGVzYwAAAQgAAAA2Y3BydAAAAUAAAABMd3RwdAAAAYwAAAAUY2hhZAAAAaAAAAAsclhZWgAAAcwAAAAUYlhZWgAAAeAAAAAUZ1hZWgAAAfQAAAAUclRSQwAAAggAAAAgZ1RSQwAAAggAAAAgYlRSQwAAAggAAAAgY2hybQAAAigAAAAkbWx1YwAAAAAAAAABAAAADGVuVVMAAAAaAAAAHABzAFIARwBCACAAYgB1AGkAbAB0AC0AaQBuAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAADAAAAAcAE4AbwAgAGMAbwBwAHkAcgBpAGcAaAB0ACwAIAB1AHMAZQAgAGYAcgBlAGUAbAB5WFlaIAAAAAAAAPbWAAEAAAAA0y1zZjMyAAAAAAABDEIAAAXe///zJQAAB5MAAP2Q///7of///aIAAAPcAADAblhZWiAAAAAAAABvoAAAOPUAAAOQWFlaIAAAAAAAACSfAAAPhAAAtsNYWVogAAAAAAAAYpcAALeHAAAY2XBhcmEAAAAAAAMAAAACZmYAAPKnAAANWQAAE9AAAApbY2hybQAAAAAAAwAAAACj1wAAVHsAAEzNAACZmgAAJmYAAA9c");

    private static readonly byte[] Pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 200, 100, 50, 10, 20, 30, 128, 128, 128];

    private WebArchive _web = null!;

    [OneTimeSetUp]
    public async Task FillAsync()
    {
        _web = await WebArchive.StartAsync();
        await _web.AddAsync(SyntheticImage.Make(1, 1));
        await AddAsync(2, Srgb);
        await AddAsync(3, []);
        await AddAsync(4, WithTables(Srgb));
        await AddAsync(5, new byte[300_000]);
    }

    [OneTimeTearDown]
    public ValueTask CloseAsync() => _web.DisposeAsync();

    // What Little CMS 2 makes of the same pixels between the same profiles, relative colorimetric.
    [TestCase("srgb", "sRGB", new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 200, 100, 50, 10, 20, 30, 128, 128, 128 })]
    [TestCase("adobergb", "Adobe RGB (1998)", new byte[] { 219, 0, 0, 144, 255, 60, 0, 0, 250, 255, 255, 255, 0, 0, 0, 177, 100, 56, 21, 27, 35, 127, 127, 127 })]
    [TestCase("rommrgb", "ROMM RGB", new byte[] { 179, 70, 26, 138, 237, 78, 86, 35, 235, 255, 255, 255, 0, 0, 0, 143, 95, 50, 15, 16, 22, 109, 109, 109 })]
    [TestCase("displayp3", "Display P3", new byte[] { 234, 51, 35, 117, 251, 76, 0, 0, 245, 255, 255, 255, 0, 0, 0, 187, 105, 62, 12, 20, 29, 128, 128, 128 })]
    public async Task Colours_AreConvertedAndSayWhatTheyAre(string value, string name, byte[] expected)
    {
        foreach (int image in new[] { 2, 3 }) // with a profile, and without, which is taken for sRGB
        {
            (byte[]? profile, byte[] pixels) = Png(await BytesAsync(image, $"iccprofile={value}"));

            Assert.That(pixels, Is.EqualTo(expected), $"image {image}");
            Assert.That(Encoding.BigEndianUnicode.GetString(profile!), Does.Contain(name));
            Assert.That(Encoding.ASCII.GetString(profile!, 16, 4), Is.EqualTo("RGB "));
        }
    }

    [Test]
    public async Task Yes_GivesTheImagesOwnProfile_AndLeavesItsColours([Values(2, 4)] int image)
    {
        (byte[]? profile, byte[] pixels) = Png(await BytesAsync(image, "iccprofile=yes"));

        Assert.That(profile, Is.EqualTo(image == 2 ? Srgb : WithTables(Srgb)));
        Assert.That(pixels, Is.EqualTo(Pixels));
    }

    [Test]
    public async Task Yes_OfAnImageWithoutAProfileThatCanBeRead_GivesThatOfSrgb([Values(3, 5)] int image)
    {
        (byte[]? profile, byte[] pixels) = Png(await BytesAsync(image, "iccprofile=yes"));

        Assert.That(Encoding.BigEndianUnicode.GetString(profile!), Does.Contain("sRGB"));
        Assert.That(pixels, Is.EqualTo(Pixels));
    }

    [TestCase(2, "iccprofile=no", false)]
    [TestCase(3, "", false)]
    [TestCase(5, "", false)]
    [TestCase(2, "", true)]
    public async Task WithoutAWord_OrWithNo_ColoursStay(int image, string query, bool hasProfile)
    {
        (byte[]? profile, byte[] pixels) = Png(await BytesAsync(image, query));

        Assert.That((profile is not null, pixels), Is.EqualTo((hasProfile, Pixels)));
    }

    [TestCase("yes", "sRGB")]
    [TestCase("adobergb", "Adobe RGB (1998)")]
    public async Task Greys_HaveAProfileOfGreys(string value, string name)
    {
        (byte[]? profile, byte[] _) = Png(await BytesAsync(1, $"iccprofile={value}"));

        Assert.That(Encoding.ASCII.GetString(profile!, 16, 4), Is.EqualTo("GRAY"));
        Assert.That(Encoding.BigEndianUnicode.GetString(profile!), Does.Contain(name));
    }

    [Test]
    public async Task Jpeg_HasItsProfileInApp2()
    {
        byte[] jpeg = await BytesAsync(2, "iccprofile=adobergb", "image/jpeg");

        int at = jpeg.AsSpan().IndexOf("ICC_PROFILE\0"u8);
        Assert.That(jpeg[(at - 4)..(at - 2)], Is.EqualTo(new byte[] { 0xFF, 0xE2 }));
        int length = BinaryPrimitives.ReadUInt16BigEndian(jpeg.AsSpan(at - 2)) - 16;
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(jpeg.AsSpan(at + 14)), Is.EqualTo(length));
        Assert.That(jpeg[(at + 12)..(at + 14)], Is.EqualTo(new byte[] { 1, 1 }));
    }

    [Test]
    public async Task AProfileWithTables_IsNotConvertedFrom_AndThatIsSaid()
    {
        using HttpResponseMessage response = await _web.GetAsync($"{Path(4)}/rendered?iccprofile=srgb", "image/png");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotAcceptable));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("tables"));
    }

    [TestCase("yes")]
    [TestCase("srgb")]
    public async Task Gif_WhichHoldsNoProfile_Is400(string value)
    {
        using HttpResponseMessage refused = await _web.GetAsync($"{Path(2)}/rendered?iccprofile={value}", "image/gif"), given = await _web.GetAsync($"{Path(2)}/rendered?iccprofile=no", "image/gif");

        Assert.That((refused.StatusCode, given.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.OK)));
    }

    [Test]
    public async Task AnyProfile_HoweverDamaged_GivesAPictureOrAClearRefusal()
    {
        await using WebArchive web = await WebArchive.StartAsync();
        var random = new Random(7);
        for (int i = 1; i <= 60; i++)
        {
            byte[] profile = i % 4 == 0 ? WithTables(Srgb) : [.. Srgb];
            if (i % 3 == 0) profile = profile[..(random.Next(profile.Length / 2) * 2)];
            for (int n = random.Next(8); n > 0 && profile.Length > 0; n--) profile[random.Next(profile.Length)] = (byte)random.Next(256);
            // Lengths and places of elements are where it hurts.
            if (i % 2 == 0 && profile.Length > 240) BinaryPrimitives.WriteUInt32BigEndian(profile.AsSpan(132 + (random.Next(9) * 12) + 4 + (4 * random.Next(2))), (uint)random.NextInt64(1L << 32));
            await web.AddAsync(Colored(i, profile));
            foreach (string value in new[] { "", "yes", "srgb", "rommrgb" })
            {
                using HttpResponseMessage response = await web.GetAsync($"{Path(i)}/rendered?iccprofile={value}", "image/png");
                Assert.That((int)response.StatusCode, Is.EqualTo(200).Or.EqualTo(406), $"{i} {value}");
            }
        }
    }

    private static string Path(int study) => $"studies/{SyntheticImage.Study(study)}/series/{SyntheticImage.Series(study)}/instances/{SyntheticImage.Instance(study, 1)}";

    private async Task<byte[]> BytesAsync(int image, string query, string accept = "image/png")
    {
        using HttpResponseMessage response = await _web.GetAsync($"{Path(image)}/rendered?{query}", accept);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), Encoding.UTF8.GetString(body));
        return body;
    }

    private Task<DicomFile> AddAsync(int study, byte[] profile) => _web.AddAsync(Colored(study, profile));

    private static DicomFile Colored(int study, byte[] profile) => SyntheticImage.Make(study, 1, change: d =>
    {
        d.SetUInt16(DicomTag.SamplesPerPixel, 3);
        d.SetUInt16(DicomTag.PlanarConfiguration, 0);
        d.Set(DicomTag.PhotometricInterpretation, "RGB");
        d.SetUInt16(DicomTag.Rows, 1);
        d.SetUInt16(DicomTag.Columns, 8);
        d.SetBytes(DicomTag.PixelData, DicomVR.OW, Pixels);
        if (profile.Length > 0) d.SetBytes(DicomTag.ICCProfile, DicomVR.OB, profile);
    });

    // The same profile with an element more, as those of LUT-based profiles have it; the first one's name is changed for it.
    private static byte[] WithTables(byte[] profile)
    {
        byte[] changed = [.. profile];
        int chromaticity = changed.AsSpan(132, 132).IndexOf("chrm"u8);
        "A2B0"u8.CopyTo(changed.AsSpan(132 + chromaticity));
        return changed;
    }

    // Rows that are short enough to have been written as they are or with one of the filters of PNG.
    private static (byte[]? Profile, byte[] Pixels) Png(byte[] png)
    {
        byte[]? profile = null;
        using var data = new MemoryStream();
        int columns = 0, samples = 0;
        for (int at = 8; at < png.Length; at += 12 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            byte[] chunk = png[(at + 8)..(at + 8 + BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))];
            switch (Encoding.ASCII.GetString(png, at + 4, 4))
            {
                case "IHDR": (columns, samples) = (BinaryPrimitives.ReadInt32BigEndian(chunk), chunk[9] == 2 ? 3 : 1); break;
                case "iCCP": profile = Inflate(chunk[(Array.IndexOf(chunk, (byte)0) + 2)..]); break;
                case "IDAT": data.Write(chunk); break;
            }
        }

        byte[] rows = Inflate(data.ToArray()), above = new byte[columns * samples];
        var pixels = new List<byte>();
        for (int at = 0; at < rows.Length; at += above.Length + 1)
        {
            byte[] row = rows[(at + 1)..(at + 1 + above.Length)];
            for (int i = 0; i < row.Length; i++)
            {
                int left = i < samples ? 0 : row[i - samples], corner = i < samples ? 0 : above[i - samples], up = above[i];
                int nearest = Math.Abs(up - corner) <= Math.Abs(left - corner) && Math.Abs(up - corner) <= Math.Abs(left + up - 2 * corner) ? left : Math.Abs(left - corner) <= Math.Abs(left + up - 2 * corner) ? up : corner;
                row[i] += (byte)(rows[at] switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => nearest, _ => 0 });
            }

            pixels.AddRange(row);
            above = row;
        }

        return (profile, [.. pixels]);
    }

    private static byte[] Inflate(byte[] data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        return plain.ToArray();
    }
}
