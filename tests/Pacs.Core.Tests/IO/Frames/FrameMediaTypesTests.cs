namespace Pacs.Core.Tests.IO.Frames;

[Category("PS3.18 §8.7.3")]
public sealed class FrameMediaTypesTests
{
    [TestCase("1.2.840.10008.1.2.4.50", "image/jpeg")]
    [TestCase("1.2.840.10008.1.2.4.80", "image/jls")]
    [TestCase("1.2.840.10008.1.2.4.91", "image/jp2")]
    [TestCase("1.2.840.10008.1.2.4.201", "image/jphc")]
    [TestCase("1.2.840.10008.1.2.5", "image/dicom-rle")]
    [TestCase("1.2.840.10008.1.2.4.102", "video/mp4")]
    [TestCase("1.2.840.10008.1.2.1", null)]
    [TestCase("1.2.3", null)]
    public void Of_NamesTheMediaTypeOfTheStandard(string syntax, string? type) => Assert.That(FrameMediaTypes.Of(TransferSyntax.Get(new DicomUid(syntax))), Is.EqualTo(type));

    [TestCase("image/jpeg", "1.2.840.10008.1.2.4.70")]
    [TestCase("image/jls", "1.2.840.10008.1.2.4.80")]
    [TestCase("image/x-jls", "1.2.840.10008.1.2.4.80")]
    [TestCase("image/jp2", "1.2.840.10008.1.2.4.90")]
    [TestCase("image/jhc", "1.2.840.10008.1.2.4.201")]
    public void SyntaxesOf_BeginWithTheDefault(string type, string syntax) => Assert.That(FrameMediaTypes.SyntaxesOf(type)![0].Uid.Value, Is.EqualTo(syntax));

    [Test]
    public void EachType_StandsForSyntaxesThatAreKnown() =>
        Assert.That(FrameMediaTypes.All.SelectMany(type => FrameMediaTypes.SyntaxesOf(type)!), Has.All.Matches<TransferSyntax>(syntax => syntax is { IsKnown: true, IsEncapsulated: true }));

    [Test]
    public void SyntaxesOf_AnotherType_IsNull() => Assert.That(FrameMediaTypes.SyntaxesOf("image/png"), Is.Null);
}
