namespace Pacs.Network.Tests.Scp;

public sealed class PeerTests
{
    [TestCase("PACS@10.0.0.5:11112", "PACS", "10.0.0.5", 11112)]
    [TestCase("A@B@host:104", "A@B", "host", 104)]
    [TestCase("PACS@[::1]:104", "PACS", "::1", 104)]
    [TestCase(" CT 1 @ct.example:1 ", "CT 1", "ct.example", 1)]
    public void Parse_TitleHostPort_IsThatPeer(string text, string title, string host, int port) =>
        Assert.That(Peer.Parse(text.Trim()), Is.EqualTo(new Peer(title, host, port)));

    [TestCase("")]
    [TestCase("PACS")]
    [TestCase("PACS@host")]
    [TestCase("@host:104")]
    [TestCase("PACS@:104")]
    [TestCase("PACS@host:0")]
    [TestCase("PACS@host:65536")]
    [TestCase("PACS@host:-1")]
    [TestCase("PACS@::1:104")]
    [TestCase("SEVENTEENLETTERSX@host:104")]
    [TestCase("A\\B@host:104")]
    public void Parse_AnythingElse_SaysWhatToWrite(string text) =>
        Assert.That(() => Peer.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("AETITLE@host:port"));

    [TestCase("PACS@10.0.0.5:11112")]
    [TestCase("PACS@[::1]:104")]
    public void ToString_IsWhatParseReads(string text) => Assert.That(Peer.Parse(text).ToString(), Is.EqualTo(text));

    [Test]
    public void Find_ATitleWithPadding_IsFound()
    {
        var directory = new PeerDirectory(["PACS@host:104"]);
        Assert.That(directory.Find("PACS  "), Is.Not.Null);
        Assert.That(directory.Find("pacs"), Is.Null);
    }
}
