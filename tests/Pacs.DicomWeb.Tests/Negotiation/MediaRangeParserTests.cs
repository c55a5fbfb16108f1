namespace Pacs.DicomWeb.Tests;

[Category("PS3.18 §8.7.5")]
public sealed class MediaRangeParserTests
{
    [Test]
    public void Parse_UnquotedParametersAsCornerstoneSendsThem_ReadsThem()
    {
        MediaRange range = MediaRangeParser.ParseAll(["multipart/related; type=application/octet-stream; transfer-syntax=*"]).Single();

        Assert.That((range.Type, range.Inner, range.TransferSyntax), Is.EqualTo(("multipart/related", "application/octet-stream", "*")));
    }

    [Test]
    public void Parse_SeveralWithQuality_OrdersByItAndDropsZero()
    {
        List<MediaRange> ranges = MediaRangeParser.ParseAll(["image/png;q=0.5, image/jpeg", "text/html;q=0, image/gif; q=0.7"]);

        Assert.That(ranges.Select(r => r.Type), Is.EqualTo(new[] { "image/jpeg", "image/gif", "image/png" }));
    }

    [Test]
    public void Parse_QuotedSeparators_ArePartOfTheValue()
    {
        MediaRange range = MediaRangeParser.ParseAll(["multipart/related; type=\"a/b\"; boundary=\"x,y;z\""]).Single();

        Assert.That(range.Parameters["boundary"], Is.EqualTo("x,y;z"));
    }

    [TestCase("")]
    [TestCase(";;;,,,")]
    [TestCase("\"")]
    [TestCase("a/b/c")]
    [TestCase("nothing")]
    public void Parse_NoMediaRange_IsPassedOver(string text) => Assert.That(MediaRangeParser.ParseAll([text]), Is.Empty);

    [Test]
    public void Parse_ThousandsOfEntries_ReadsSome() => Assert.That(MediaRangeParser.ParseAll([string.Join(',', Enumerable.Repeat("a/b", 100_000))]), Has.Count.LessThan(100));
}
